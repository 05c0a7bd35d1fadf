"""*Edit…* beside a subscription on the Home tab: a modal, and the subscription as it is then."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.access import Admission, Role, Visitor
from bot.desk import Desk
from bot.home import Guest
from bot.listeners.answering import answering
from bot.listeners.home import refresh
from bot.listeners.offering import offered
from bot.messages import subscription_modal as modal
from bot.messages.home import EDIT
from bot.orders.alerts import HIGHEST
from bot.replies.window import Window, opened, renamed, saying_under
from bot.subscribing import Caller
from reports.errors import RequestError
from reports.sections import section_named
from storage import subscriptions
from storage.engine import reading
from storage.subscriptions import Subscription, Wanted

SAVING = "Saving…"
NOT_YOURS = "That subscription is not there any more, or is not yours to change."
STALE = "This window no longer fits. Close it and press Edit again."


def listen(app: App, desk: Desk) -> None:
    """Answer the button and its modal."""

    @app.action(EDIT)
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        if window := opened(client, body, modal.TITLE):
            editor = Editor(Caller(client, desk, _visitor(body)))
            number = str(body["actions"][0].get("value"))
            desk.work.submit(answering, lambda: editor.fill(window, number), window.tell)

    @app.options(modal.PROJECT)
    def projects(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=offered(desk, _visitor(body), body.get("value")))

    @app.view(modal.CALLBACK)
    def submitted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        window = renamed(client, body, modal.TITLE)
        editor = Editor(Caller(client, desk, _visitor(body)))
        ack(response_action="update", view=saying_under(window, SAVING))
        desk.work.submit(answering, lambda: editor.save(window, body["view"]), window.tell)


def _visitor(body: Mapping[str, Any]) -> Visitor:
    return replace(Visitor.of(body), channel=None)


@dataclass(frozen=True)
class Editor:
    """Somebody who changes a subscription of theirs."""

    caller: Caller

    def fill(self, window: Window, number: str) -> None:
        """Show how it is. Raises `RequestError`, `StoreError`."""
        allowed, found = self._found(modal.number(number))
        window.show(modal.subscription_modal(self.caller.shown(found, allowed)))

    def save(self, window: Window, view: Mapping[str, Any]) -> None:
        """Keep what was chosen, and show it on the Home tab. Raises `RequestError`, `StoreError`."""
        try:
            edited = modal.Edited.of(view)
            allowed, found = self._found(edited.number)
            wanted = _wanted(edited, found, allowed)
        except (ValueError, KeyError) as error:
            raise RequestError(STALE) from error
        with self.caller.changing(allowed) as change:
            if not subscriptions.change(change.connection, found.id, wanted, change.now):
                raise RequestError(NOT_YOURS)
            change.record("edit", f"{found.id}: {wanted.schedule or wanted.thresholds}")
        window.say(f"Saved: number {found.id}.")
        refresh(Guest(self.caller.client, self.caller.desk, self.caller.visitor), {})

    def _found(self, number: int) -> tuple[Admission, Subscription]:
        allowed = self.caller.admitted(Role.MANAGER)
        with reading(self.caller.desk.engine) as connection:
            found = subscriptions.find(connection, allowed.org.id, number)
        visitor = self.caller.visitor
        if found is None or (found.owner, found.team_id) != (visitor.user, visitor.team):
            raise RequestError(NOT_YOURS)
        return allowed, found


def _wanted(edited: modal.Edited, found: Subscription, allowed: Admission) -> Wanted:
    """What the subscription is to be. Raises `ValueError` and `KeyError` for what the modal did not offer."""
    ids = {"all": None, **{project.slug: project.id for project in allowed.org.projects}}
    digest = found.kind == subscriptions.DIGEST
    if edited.is_digest != digest or (digest and edited.project not in ids):
        raise ValueError(edited.project)
    levels = () if digest else edited.levels
    if not digest and (not levels or not all(1 <= level <= HIGHEST for level in levels)):
        raise ValueError(levels)
    return Wanted(
        org_id=found.org_id,
        project_id=ids[edited.project] if digest else None,
        team_id=found.team_id,
        channel=found.channel,
        owner=found.owner,
        kind=found.kind,
        schedule=str(edited.schedule) if digest else "",
        time_zone=found.time_zone,
        sections=tuple(section_named(name).name for name in edited.sections) if digest else (),
        thresholds=levels,
    )
