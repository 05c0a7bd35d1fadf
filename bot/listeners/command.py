"""`/usage`: the words are understood and acknowledged at once, the answer follows."""

import logging
from dataclasses import dataclass
from threading import Timer
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import access, post
from bot.answer import Reader, report
from bot.asked import Asked
from bot.desk import Desk
from bot.export import Place, Wish, deliver
from bot.listeners.answering import answering
from bot.messages.export import IN_THREAD, PREPARING
from bot.messages.help import help_message
from bot.messages.message import Message
from bot.messages.report import report_message
from bot.messages.sentence import sentence_message, with_sentence
from reports.errors import RequestError
from reports.request import Request
from reports.sections import section_named
from storage.engine import reading
from storage.records import Organization
from storage.store import Store

log = logging.getLogger(__name__)

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "is_archived"})
INVITE = "I am not in this channel, so only you see this. To share reports here: `/invite @PlayerZero Usage`"
CHARTS = "Slack shows no pictures in private answers: ask in our direct message for the chart."
PATIENCE = 2.0  # seconds until a person is told that an export takes longer


def listen(app: App, desk: Desk) -> None:
    """Answer `/usage`."""

    @app.command("/usage")
    def usage(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        asked = Asked.of(command)
        clerk = Clerk(client, desk, asked)
        if asked.topic is not None:
            ack()
            desk.work.submit(answering, clerk.help, clerk.tell)
            return
        try:
            request = Request.parse(asked.words)
        except RequestError as error:
            refusal = sentence_message(str(error))
            ack(text=refusal.text, blocks=refusal.blocks, response_type="ephemeral")
            return
        ack()
        if section_named(request.section).exports:
            waiting = clerk.patience()
            desk.exports.submit(answering, lambda: clerk.export(request, waiting), clerk.tell)
        else:
            desk.work.submit(answering, lambda: clerk.report(request), clerk.tell)


@dataclass(frozen=True)
class Clerk:
    """Answers one command, in the pool where time may be taken."""

    client: WebClient
    desk: Desk
    asked: Asked

    def tell(self, text: str) -> None:
        """Say a sentence to the one who asked."""
        self._reply(sentence_message(text))

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
        counted = report(self.desk.engine, request, self._organization, Reader(alone, self.desk.clock))
        message = report_message(counted, request.view, self.asked.signature)
        if request.visibility == "private" and not self.asked.direct:
            self._reply(with_sentence(message, CHARTS) if message.images else message)
            return
        try:
            post.post(self.client, self.asked.channel, message)
        except SlackApiError as error:
            if error.response.get("error") not in NOT_THERE:
                raise
            self._reply(with_sentence(message, INVITE))

    def export(self, request: Request, waiting: Timer) -> None:
        """Put the file that was asked for into the thread of a message, here or in the direct message."""
        asked = self.asked
        private = request.visibility == "private" and not asked.direct
        place = Place(asked.user if private else asked.channel)
        wish = Wish(request, place, asked.user, asked.team, asked.signature)
        try:
            done = deliver(self.client, self.desk, wish)
        finally:
            waiting.cancel()
        if done != IN_THREAD:
            self.tell(done)

    def patience(self) -> Timer:
        """Tell in a while that an export is being prepared, unless it is done by then."""
        timer = Timer(PATIENCE, self.tell, [PREPARING])
        timer.daemon = True
        timer.start()
        return timer

    def _organization(self, store: Store) -> Organization:
        return access.of_team(store, self.asked.team, self.desk.org)

    def _reply(self, message: Message) -> None:
        if self.desk.may_reply_to(self.asked.response_url):
            post.reply(self.asked.response_url, message)
        else:
            log.warning("An answer was not sent, because its address is not Slack's")
