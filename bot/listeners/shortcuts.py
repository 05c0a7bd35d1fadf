"""The shortcuts *Usage report* and *Usage for this thread*: a modal, and the report that comes of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import post
from bot.access import Visitor
from bot.desk import Desk
from bot.listeners.answering import answering
from bot.listeners.offering import offered
from bot.messages import usage_modal as modal
from bot.messages.message import Message
from bot.replies.answer import answer
from bot.replies.reporting import NotPosted, Spot, admission, put
from bot.replies.window import Window, opened, renamed, saying_under

EVERYWHERE, THREAD = "usage_report", "usage_for_thread"
BUTTON = "usage:report"  # opens the same modal from the Home tab
STALE = "This window no longer fits its message. Close it and use the shortcut again."
PREPARING = "Your report is being prepared."
_METADATA = re.compile(r"([CDG][A-Z0-9]+) (\d+\.\d+)")


def listen(app: App, desk: Desk) -> None:
    """Answer both shortcuts and what is done in their modal."""

    @app.shortcut(EVERYWHERE)
    @app.action(BUTTON)
    def from_anywhere(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        _open(client, desk, body, "")

    @app.shortcut(THREAD)
    def from_message(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        thread = body["message"].get("thread_ts") or body["message_ts"]
        _open(client, desk, body, f"{body['channel']['id']} {thread}")

    @app.options(modal.PROJECT)
    def projects(ack: Ack, body: dict[str, Any]) -> None:
        channel = str((body.get("view") or {}).get("private_metadata") or "").partition(" ")[0]
        ack(options=offered(desk, _visitor(body, channel or None), body.get("value")))

    @app.view(modal.CALLBACK)
    def submitted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        chosen = modal.Chosen.of(body["view"])
        if chosen.errors:
            ack(response_action="errors", errors=chosen.errors)
            return
        window = renamed(client, body, modal.TITLE)
        order = Order(client, desk, body, chosen)
        ack(response_action="update", view=saying_under(window, PREPARING))
        desk.work.submit(answering, lambda: window.say(order.filled()), window.tell)


def _open(client: WebClient, desk: Desk, body: Mapping[str, Any], metadata: str) -> None:
    if window := opened(client, body, modal.TITLE):
        desk.work.submit(answering, lambda: _fill(window, desk, body, metadata), window.tell)


def _fill(window: Window, desk: Desk, body: Mapping[str, Any], metadata: str) -> None:
    """Show what can be chosen here."""
    channel = metadata.partition(" ")[0] or None
    allowed = admission(desk, _visitor(body, channel))
    today = desk.now(allowed.org.time_zone).date()
    window.show(modal.usage_modal(modal.Offer(allowed.org, today, allowed.default_project, metadata)))


def _visitor(body: Mapping[str, Any], channel: str | None = None) -> Visitor:
    return replace(Visitor.of(body), channel=channel)


@dataclass(frozen=True)
class Order:
    """A submitted modal: the report that was chosen, and where it goes."""

    client: WebClient
    desk: Desk
    body: Mapping[str, Any]
    chosen: modal.Chosen

    def filled(self) -> str:
        """Post the report; the sentence that tells where. Raises `RequestError`, `StoreError`."""
        metadata = str(self.body["view"].get("private_metadata") or "")
        thread = _METADATA.fullmatch(metadata)
        if metadata and not thread:
            return STALE
        if thread:
            put(self.client, Spot(thread[1], thread[2]), self._message(thread[1]))
            return "Done: the report is in the thread."
        if self.chosen.where is None:
            put(self.client, Spot(self.body["user"]["id"]), self._message(None))
            return "Done: the report is in our direct message."
        return self._in_channel(self.chosen.where)

    def _in_channel(self, channel: str) -> str:
        """Post it as a member; else through the address that Slack gave for it, which takes no pictures."""
        message = self._message(channel)
        try:
            put(self.client, Spot(channel), message)
        except NotPosted:
            address = self._response_url(channel)
            if address is None or not post.respond(address, message, to_all=True):
                raise
            return "Done, without its chart: I am not in that channel. `/invite @PlayerZero Usage`"
        return "Done: the report is in the channel."

    def _message(self, channel: str | None) -> Message:
        request, person = self.chosen.request, str(self.body["user"].get("name") or "")
        found = answer(self.desk, _visitor(self.body, channel), request, private=False)
        return found.message(f"/usage {request} by {person}")

    def _response_url(self, channel: str) -> str | None:
        """Where Slack lets us answer in the chosen channel, if the address is Slack's own."""
        given = self.body.get("response_urls") or ()
        found = (str(each["response_url"]) for each in given if each.get("channel_id") == channel)
        return next((url for url in found if self.desk.may_reply_to(url)), None)
