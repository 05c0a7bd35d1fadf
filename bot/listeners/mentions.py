"""`@PlayerZero Usage questions last-week` in a channel or a thread: the answer is in the thread."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.access import Visitor
from bot.desk import Desk
from bot.export import Place, Wish, deliver
from bot.listeners.answering import answering
from bot.messages.export import IN_THREAD
from bot.messages.help import help_message
from bot.messages.message import Message
from bot.messages.sentence import sentence_message
from bot.once import Once
from bot.ready import Ready, fitting
from bot.replies.answer import answer
from bot.replies.reporting import Spot, admission, put
from reports.request import Request, normalised
from reports.sections import section_named
from storage.engine import reading
from storage.store import Store

MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")


def listen(app: App, desk: Desk) -> None:
    """Answer whoever calls the app by its name."""
    once = Once(desk.engine)

    @app.event("app_mention")
    def mentioned(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        if _is_noise(event):
            return
        clerk = Clerk(client, desk, Called.of(body))
        # An export may take a minute, and has a pool of its own for that.
        pool = desk.exports if clerk.called.first == "export" else desk.work
        pool.submit(answering, lambda: clerk.once(once, str(body["event_id"])), clerk.tell)


def _is_noise(event: Mapping[str, Any]) -> bool:
    """What apps say, and what was said before and only edited now, is not meant for us.

    Nor is what nobody said: nobody in particular may read reports, which a mention must not pass for.
    """
    edited = event.get("subtype") or event.get("edited")
    return bool(edited or event.get("bot_id") or not event.get("user"))


@dataclass(frozen=True)
class Called:
    """One mention: the words around the name, who said them, and the thread that the answer joins.

    `within` is the thread in which it was said, if it was one.
    """

    words: str
    visitor: Visitor
    spot: Spot
    within: str | None

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Called":
        event = body["event"]
        # What people say before a name is to each other; what they say after it, to whoever bears it.
        before, *after = MENTION.split(str(event.get("text") or ""))
        words = " ".join(after).strip() or before
        spot = Spot(str(event["channel"]), str(event.get("thread_ts") or event["ts"]))
        return cls(normalised(html.unescape(words)), Visitor.of(body), spot, event.get("thread_ts"))

    @property
    def asked(self) -> str:
        """What was asked, as it stands beside the answer: who asked stands above it."""
        return f"@PlayerZero Usage {self.words}".rstrip()

    @property
    def first(self) -> str:
        """The first word."""
        return self.words.lower().partition(" ")[0]


@dataclass(frozen=True)
class Clerk:
    """Answers one mention, in the pool where time may be taken."""

    client: WebClient
    desk: Desk
    called: Called

    def tell(self, text: str) -> None:
        """Say a sentence to the one who called."""
        self._whisper(sentence_message(text))

    def once(self, once: Once, event_id: str) -> None:
        """Answer an event, however often Slack sends it. Raises `RequestError` and `StoreError`."""
        if once.first(event_id):
            self._answer()

    def _answer(self) -> None:
        if self.called.first == "help":
            self._help(self.called.words.lower().removeprefix("help"))
            return
        request = Request.parse(self.called.words)
        if section_named(request.section).exports:
            self._export(request)
        else:
            self._report(request)

    def _help(self, topic: str) -> None:
        org = admission(self.desk, self.called.visitor).org
        with reading(self.desk.engine) as connection:
            through = Store(connection).data_through(org.id, self.desk.now(org.time_zone))
        self._whisper(help_message(org, through, topic))

    def _report(self, request: Request) -> None:
        called = self.called
        found = answer(self.desk, called.visitor, request)
        message = found.message(called.asked)
        if found.private or found.report is None:
            self._whisper(message)
        else:
            put(self.client, called.spot, message)

    def _export(self, request: Request) -> None:
        called, who = self.called, self.called.visitor
        here = Place(called.spot.channel, called.spot.thread)
        place = Place(who.user) if request.visibility == "private" else here
        wish = Wish(request, place, who.user, who.team, called.asked, who.channel, who.home)
        done = deliver(self.client, self.desk, wish)
        if done != IN_THREAD:
            self.tell(done)

    def _whisper(self, message: Message) -> None:
        """Say it to the one who called, where they said it: a thread that has no replies yet is not open."""

        def said(form: Ready) -> None:
            self.client.chat_postEphemeral(
                channel=self.called.spot.channel,
                user=self.called.visitor.user,
                thread_ts=self.called.within,
                text=form.message.text,
                blocks=form.blocks,
            )

        fitting(Ready(message, {}), said)
