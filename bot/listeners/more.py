"""What can be done with a report besides changing it: share it, subscribe to it, have it explained."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.access import Admission, Role, Visitor
from bot.audit import remember
from bot.desk import Desk
from bot.listeners.answering import answering
from bot.messages import explain as explained
from bot.messages import modal, sharing
from bot.messages import subscribe_modal as subscribing
from bot.messages.menus import EXPLAIN, MORE, SHARE, SUBSCRIBE
from bot.once import Once
from bot.orders.subscribe import EXAMPLE, Subscribe
from bot.orders.zone import KEY, read_zone
from bot.refused import error_code
from bot.replies import show
from bot.replies.answer import answer
from bot.replies.clicked import Clicked
from bot.replies.origin import Origin
from bot.replies.reporting import NOT_THERE
from bot.replies.window import Window, opened, renamed, saying_under
from bot.schedule import Schedule
from bot.subscribing import Caller, carry_out
from reports.errors import RequestError
from reports.explain import explain
from reports.report import Report
from storage.engine import reading, writing
from storage.store import Store

SHARED = "Done: the report is in the channel."
NOTHING_TO_SHARE = "Choose a project first, then share the report."
TITLES = {SHARE: sharing.TITLE, SUBSCRIBE: subscribing.TITLE, EXPLAIN: explained.TITLE}


def listen(app: App, desk: Desk) -> None:
    """Answer the three dots under a report, and the windows that they open."""
    once = Once(desk.engine)

    @app.action(MORE)
    def wanted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        clicked = Clicked.of(body)
        window = opened(client, body, TITLES.get(clicked.value, explained.TITLE))
        if window:
            more = More(desk, window, clicked)
            desk.work.submit(answering, more.fill, window.tell)

    @app.view(sharing.CALLBACK)
    def share(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        submitted = Submitted.of(body, client, sharing.TITLE)
        ack(response_action="update", view=saying_under(submitted.window, "Sharing…"))
        submitted.soon(desk, once, lambda: submitted.share(desk))

    @app.view(subscribing.CALLBACK)
    def subscribe(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        submitted = Submitted.of(body, client, subscribing.TITLE)
        if submitted.errors:
            ack(response_action="errors", errors=submitted.errors)
            return
        ack(response_action="update", view=saying_under(submitted.window, "One moment…"))
        submitted.soon(desk, once, lambda: submitted.subscribe(desk))


@dataclass(frozen=True)
class More:
    """One choice behind the three dots, its window already open."""

    desk: Desk
    window: Window
    clicked: Clicked

    def fill(self) -> None:
        """Show in the window what was chosen. Raises `RequestError`, `Refused` and `StoreError`."""
        clicked = self.clicked
        found = answer(self.desk, clicked.visitor, clicked.under, private=clicked.whispered)
        if found.report is None:
            raise RequestError(found.question)
        origin = replace(Origin.of(clicked), zone=found.admission.org.time_zone)
        match clicked.value:
            case value if value == SHARE:
                view = sharing.sharing(origin.channel, str(origin), str(found.report.sentence))
            case value if value == SUBSCRIBE:
                found.admission.needs(Role.MANAGER)
                view = subscribing.subscribing(origin.channel, origin.zone, str(origin))
            case _:
                view = self._explanation(found.admission, found.report)
        self.window.show(view)

    def _explanation(self, admission: Admission, report: Report) -> modal.View:
        """What the numbers count; with the events behind the first for a manager, which is recorded."""
        may_see = admission.role >= Role.MANAGER
        if may_see:
            with writing(self.desk.engine) as connection:
                remember(connection, admission, report.scope.as_of, ("rows", str(self.clicked.under)))
        with reading(self.desk.engine) as connection:
            meaning = explain(report, Store(connection), may_see)
        return explained.explanation(report, meaning, may_see)


@dataclass(frozen=True)
class Submitted:
    """A window that was submitted: what was chosen in it, by whom; none of it is trusted."""

    client: WebClient
    window: Window
    body: Mapping[str, Any]
    chosen: Mapping[str, Any]

    @classmethod
    def of(cls, body: Mapping[str, Any], client: WebClient, title: str) -> "Submitted":
        return cls(client, renamed(client, body, title), body, modal.chosen_values(body["view"]))

    def soon(self, desk: Desk, once: Once, deed: Callable[[], None]) -> None:
        """Do it in the pool, once however often Slack sends the submission; failing, say why."""

        def do() -> None:
            if once.first(f"{self.body['view']['id']} {self.body['view'].get('hash')}"):
                deed()

        desk.work.submit(answering, do, self.window.tell)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with a subscription, by the field that says it."""
        schedule = subscribing.schedule(self.chosen)
        wrong = {} if isinstance(schedule, Schedule) else schedule
        try:
            self._zone()
        except RequestError as error:
            wrong[subscribing.ZONE] = str(error)
        if not self._channel.startswith(("C", "G", "D")):
            wrong[subscribing.CHANNEL] = "Choose a channel."
        return wrong

    def share(self, desk: Desk) -> None:
        """Post the whole report to the channel, for all who read there. Raises `RequestError`."""
        request, visitor = self._origin.request, self._visitor
        found = answer(desk, visitor, request, private=False)
        if found.report is None:
            raise RequestError(NOTHING_TO_SHARE)
        user = self.body["user"]
        person = str(user.get("username") or user.get("name") or "")
        try:
            message = found.message(f"/usage {found.request} shared by {person}")
            show.say(self.client, desk.pictures, self._channel, message)
        except SlackApiError as error:
            cure = NOT_THERE.get(error_code(error) or "")
            if cure is None:
                raise
            raise RequestError(cure) from error
        self.window.say(SHARED)

    def subscribe(self, desk: Desk) -> None:
        """Subscribe the channel to the report's section and project. Raises `RequestError`, `StoreError`."""
        request = self._origin.request
        schedule = subscribing.schedule(self.chosen)
        if not isinstance(schedule, Schedule):
            raise RequestError(*schedule.values())
        order = Subscribe(schedule, self._zone(), request.project, (request.section,))
        done = carry_out(Caller(self.client, desk, self._visitor), order)
        self.window.say(unescape(done.text))

    @property
    def _origin(self) -> Origin:
        return Origin.parse(str(self.body["view"].get("private_metadata") or ""))

    @property
    def _channel(self) -> str:
        return str(self.chosen.get(sharing.CHANNEL) or "")

    @property
    def _visitor(self) -> Visitor:
        """The one who submitted it, read in the channel that was chosen."""
        if not self._channel.startswith(("C", "G", "D")):
            raise RequestError("Choose a channel.")
        return replace(Visitor.of(self.body), channel=self._channel)

    def _zone(self) -> str | None:
        typed = "".join(str(self.chosen.get(subscribing.ZONE) or "").split())
        return read_zone(f"{KEY}{typed}", EXAMPLE) if typed else None
