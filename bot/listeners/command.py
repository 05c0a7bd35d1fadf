"""`/usage`: the words are understood and acknowledged at once, the answer follows."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from threading import Timer
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import post
from bot.access import Visitor, admitted
from bot.desk import Desk
from bot.export import Place, Wish, deliver
from bot.listeners import subscriptions
from bot.listeners.answering import answering
from bot.messages.export import IN_THREAD, PREPARING
from bot.messages.help import help_message
from bot.messages.message import Message
from bot.messages.sentence import sentence_message, with_sentence
from bot.once import Once
from bot.replies import show
from bot.replies.answer import answer
from bot.replies.asked import Asked
from reports.errors import RequestError
from reports.request import Request
from reports.sections import section_named
from storage.engine import reading
from storage.store import Store

log = logging.getLogger(__name__)

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "is_archived"})
INVITE = "I am not in this channel, so only you see this. To share reports here: `/invite @PlayerZero Usage`"
PATIENCE = 2.0  # seconds until a person is told that an export takes longer


def listen(app: App, desk: Desk) -> None:
    """Answer `/usage`."""
    once = Once(desk.engine)

    @app.command("/usage")
    def usage(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        asked = Asked.of(command)
        clerk = Clerk(client, desk, asked, once)
        if asked.topic is not None:
            ack()
            clerk.soon(desk.work, clerk.help)
            return
        if asked.words.lower().partition(" ")[0] in subscriptions.WORDS:
            ack()
            clerk.soon(desk.work, clerk.order)
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
            clerk.soon(desk.exports, lambda: clerk.export(request, waiting))
        else:
            clerk.soon(desk.work, lambda: clerk.report(request))


@dataclass(frozen=True)
class Clerk:
    """Answers one command, in the pool where time may be taken."""

    client: WebClient
    desk: Desk
    asked: Asked
    once: Once

    @property
    def visitor(self) -> Visitor:
        """Whoever typed the command, and where."""
        return Visitor(self.asked.team, self.asked.user, self.asked.channel)

    def soon(self, pool: Executor, deed: Callable[[], None]) -> None:
        """Do something in a pool, once however often Slack sends the command; failing, say why."""

        def do() -> None:
            if self.once.first(self.asked.trigger):
                deed()

        pool.submit(answering, do, self.tell)

    def tell(self, text: str) -> None:
        """Say a sentence to the one who asked."""
        self._reply(sentence_message(text))

    def help(self) -> None:
        """Tell what can be asked, with how fresh the numbers are."""
        with reading(self.desk.engine) as connection:
            store = Store(connection)
            org = admitted(store, self.desk, self.visitor).org
            now = self.desk.now(org.time_zone)
            message = help_message(org, store.data_through(org.id, now), self.asked.topic or "")
        self._reply(message)

    def order(self) -> None:
        """Do what was told, and say what became of it to the one who told it."""
        self._reply(subscriptions.answer(self, self.asked.words))

    def report(self, request: Request) -> None:
        """Count and say what was asked: in the channel, or to one person where that was wished."""
        found = answer(self.desk, self.visitor, request)
        if found.report is None and not found.admission.alone:
            found = replace(found, private=True)
        if found.private:
            self._reply(found.message())
            return
        try:
            message = found.message(self.asked.signature)
            show.say(self.client, self.desk.pictures, self.asked.channel, message)
        except SlackApiError as error:
            if error.response.get("error") not in NOT_THERE:
                raise
            alone = answer(self.desk, self.visitor, request, private=True)
            self._reply(with_sentence(alone.message(), INVITE))

    def export(self, request: Request, waiting: Timer) -> None:
        """Put the file that was asked for into the thread of a message, here or in the direct message."""
        asked = self.asked
        private = request.visibility == "private" and not asked.direct
        place = Place(asked.user if private else asked.channel)
        wish = Wish(request, place, asked.user, asked.team, asked.signature, asked.channel)
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

    def _reply(self, message: Message) -> None:
        if self.desk.may_reply_to(self.asked.response_url):
            post.respond(self.asked.response_url, message)
        else:
            log.warning("An answer was not sent, because its address is not Slack's")
