"""`/usage`: the words are understood and acknowledged at once, the answer follows."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot import access, post
from bot.answer import Reader, report
from bot.asked import Asked
from bot.desk import Desk
from bot.messages.help import help_message
from bot.messages.message import Message
from bot.messages.report import report_message
from bot.messages.sentence import sentence_message, with_sentence
from reports.errors import RequestError
from reports.request import Request
from storage.engine import reading
from storage.errors import StoreError
from storage.records import Organization
from storage.store import Store

log = logging.getLogger(__name__)

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "is_archived"})
INVITE = "I am not in this channel, so only you see this. To share reports here: `/invite @PlayerZero Usage`"
OURS = "Something went wrong on my side, not with what you typed. Please try again in a minute."


def listen(app: App, desk: Desk) -> None:
    """Answer `/usage`."""

    @app.command("/usage")
    def usage(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        asked = Asked.of(command)
        clerk = Clerk(client, desk, asked)
        if asked.topic is not None:
            ack()
            desk.work.submit(clerk.answer, clerk.help)
            return
        try:
            request = Request.parse(asked.words)
        except RequestError as error:
            refusal = sentence_message(str(error))
            ack(text=refusal.text, blocks=refusal.blocks, response_type="ephemeral")
            return
        ack()
        desk.work.submit(clerk.answer, lambda: clerk.report(request))


@dataclass(frozen=True)
class Clerk:
    """Answers one command, in the pool where time may be taken."""

    client: WebClient
    desk: Desk
    asked: Asked

    def answer(self, write: Callable[[], None]) -> None:
        """Answer, or tell the person why not: after the acknowledgement a failure would stay unseen."""
        try:
            write()
        except (RequestError, StoreError) as error:
            self._reply(sentence_message(str(error)))
        except (SlackApiError, SQLAlchemyError, OSError):
            log.exception("A command could not be answered")
            self._reply(sentence_message(OURS))

    def help(self) -> None:
        """Tell what can be asked, with how fresh the numbers are."""
        with reading(self.desk.engine) as connection:
            store = Store(connection)
            org = self._organization(store)
            now = self.desk.now(org.time_zone)
            message = help_message(org, store.data_through(org.id, now), self.asked.topic or "")
        self._reply(message)

    def report(self, request: Request) -> None:
        """Count and say what was asked: in the channel, or to one person where that was wished."""
        alone = self.asked.direct or request.visibility == "private"
        counted = report(self.desk.engine, request, self._organization, Reader(alone, self.desk.today))
        message = report_message(counted, request.view, self.asked.signature)
        if request.visibility == "private" and not self.asked.direct:
            self._reply(message)
            return
        try:
            post.post(self.client, self.asked.channel, message)
        except SlackApiError as error:
            if error.response.get("error") not in NOT_THERE:
                raise
            self._reply(with_sentence(message, INVITE))

    def _organization(self, store: Store) -> Organization:
        return access.of_team(store, self.asked.team, self.desk.org)

    def _reply(self, message: Message) -> None:
        if self.desk.may_reply_to(self.asked.response_url):
            post.reply(self.asked.response_url, message)
        else:
            log.warning("An answer was not sent, because its address is not Slack's")
