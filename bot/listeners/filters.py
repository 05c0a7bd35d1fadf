"""What changes a report under a person's hand: its tabs, its menus, the periods beside it."""

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import post
from bot.access import admitted
from bot.desk import Desk
from bot.listeners.answering import answering
from bot.messages import custom_range as custom
from bot.messages import modal
from bot.messages.menus import CUSTOM, PROJECT, RANGE, SHOW, STALE, project_options
from bot.messages.message import Block, Message
from bot.messages.sentence import sentence_message
from bot.once import Once
from bot.replies import show
from bot.replies.answer import Answer, answer
from bot.replies.clicked import Clicked
from bot.replies.later import later
from bot.replies.origin import Origin
from bot.replies.window import Window, opened
from reports.errors import RequestError
from reports.request import Request
from reports.section import Need
from reports.sections import section_named
from storage.engine import reading, writing
from storage.errors import StoreError
from storage.heard import newest, overtaken, undisturbed
from storage.store import Store

log = logging.getLogger(__name__)

MOST = 100  # options that Slack takes
LATER = "Slack takes no more changes from me just now. Yours follows in {:.0f} seconds."


def listen(app: App, desk: Desk) -> None:
    """Answer the buttons and menus under a report."""
    once = Once(desk.engine)

    @app.action(re.compile(rf"^{SHOW}\."))
    def clicked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        change = Change(client, desk, Clicked.of(body))
        if (change.clicked.action, change.clicked.value) == (RANGE, CUSTOM):
            window = opened(client, body, custom.TITLE)
            if window:
                desk.work.submit(answering, lambda: change.ask(window), window.tell)
            return
        desk.work.submit(answering, lambda: change.once(once), change.tell)

    @app.view(custom.CALLBACK)
    def days(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        origin, said = _origin(body), modal.chosen_values(body["view"])
        first, last = said.get(custom.FIRST), said.get(custom.LAST)
        if origin is None:
            ack(response_action="update", view=modal.saying(custom.TITLE, STALE))
        elif wrong := custom.wrong(first, last, desk.now(origin.zone).date()):
            ack(response_action="errors", errors=wrong)
        else:
            ack()
            request = replace(origin.request, range=custom.chosen_range(str(first), str(last)))
            change = Change(client, desk, origin.clicked(body, str(request)))
            desk.work.submit(answering, lambda: change.once(once), change.tell)

    @app.options(PROJECT)
    def projects(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=_projects(desk, body))


@dataclass(frozen=True)
class Change:
    """One change of a report, in the pool where time may be taken."""

    client: WebClient
    desk: Desk
    clicked: Clicked

    def once(self, once: Once) -> None:
        """Show what was clicked, however often Slack says so."""
        if once.first(self.clicked.trigger):
            self.show(self.clicked.wanted)

    def ask(self, window: Window) -> None:
        """Ask in a window for days of one's own."""
        clicked = self.clicked
        found = answer(self.desk, clicked.visitor, clicked.under, private=clicked.whispered)
        if found.report is None:
            raise RequestError(found.question)
        scope = found.report.scope
        origin = replace(Origin.of(clicked), zone=scope.org.time_zone)
        window.show(custom.custom_range(scope.period, origin.zone, str(origin)))
        # The menu would go on saying "Custom…", and could not be asked for it again.
        self._show(found)

    def show(self, request: Request) -> None:
        """Show another report in the place of this one, unless a later click has been heard.

        Raises `RequestError`, `Refused` and `StoreError`; then the message is left as it is.
        """
        self._show(answer(self.desk, self.clicked.visitor, request, private=self.clicked.whispered))

    def _show(self, found: Answer) -> None:
        clicked = self.clicked
        if not self._counts():
            return
        if clicked.whispered:
            self._whisper(found.message(turn=clicked.turn), replace_original=True)
            return
        message = found.message(f"/usage {found.request} by {clicked.person}", clicked.turn)
        hand = show.Hand(self.client, self.desk.pictures, self._still_counts, self._undisturbed, self._later)
        show.change(hand, clicked.posted, message)

    def _later(self, seconds: float, deed: Callable[[], None]) -> None:
        """Do what Slack does not take just now, and say when."""
        self.tell(LATER.format(seconds))
        later(self.desk.work, seconds, lambda: answering(deed, self.tell))

    def tell(self, text: str) -> None:
        """Say a sentence to the one who clicked, beside the message, which stays as it is."""
        self._whisper(sentence_message(text))

    def _whisper(self, message: Message, replace_original: bool = False) -> None:
        if self.desk.may_reply_to(self.clicked.response_url):
            post.respond(self.clicked.response_url, message, replace_original=replace_original)
        else:
            log.warning("An answer was not sent, because its address is not Slack's")

    @property
    def _place(self) -> str:
        return f"{self.clicked.posted.channel}:{self.clicked.posted.ts}"

    def _counts(self) -> bool:
        """Whether no later click on the message was heard, by whichever process."""
        with writing(self.desk.engine) as connection:
            return newest(connection, self._place, self.clicked.at)

    def _still_counts(self) -> bool:
        with reading(self.desk.engine) as connection:
            return not overtaken(connection, self._place, self.clicked.at)

    def _undisturbed(self) -> AbstractContextManager[bool]:
        return undisturbed(self.desk.engine, self._place, self.clicked.at)


def _origin(body: dict[str, Any]) -> Origin | None:
    """Where a window was opened from; None for a window that does not say so as ours do."""
    try:
        origin = Origin.parse(str(body["view"].get("private_metadata") or ""))
        return origin if origin.request else None
    except RequestError:
        return None


def _projects(desk: Desk, body: dict[str, Any]) -> list[Block]:
    """The projects that fit what was typed; none for whoever may not see them."""
    clicked = Clicked.of({**body, "actions": [body]})
    try:
        every = section_named(clicked.under.section).needs is not Need.PROJECT
        with reading(desk.engine) as connection:
            org = admitted(Store(connection), desk, clicked.visitor).org
    except (RequestError, StoreError) as error:
        log.warning("No projects were offered: %s", error)
        return []
    return list(project_options(org, str(body.get("value") or ""), every))[:MOST]
