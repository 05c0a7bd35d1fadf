"""Subscriptions by command and by button."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import orders, post
from bot.access import Visitor
from bot.desk import Desk
from bot.listeners.answering import answering
from bot.messages.message import Message
from bot.messages.sentence import sentence_message
from bot.messages.subscriptions import ACTION, LIST, PAUSE, RESUME, TEST, UNSUBSCRIBE
from bot.once import Once
from bot.orders import Order, Pause, Resume, SendTest, Unsubscribe
from bot.subscribing import Caller, carry_out, listing
from reports.errors import RequestError

if TYPE_CHECKING:
    from bot.listeners.command import Clerk

log = logging.getLogger(__name__)

WORDS = orders.WORDS
BUTTONS: Mapping[str, Callable[[int], Order]] = {
    PAUSE: Pause,
    RESUME: Resume,
    TEST: SendTest,
    UNSUBSCRIBE: Unsubscribe,
}
STALE = "This button no longer fits. For the subscriptions as they are: `/usage subscriptions`"
_ACTION = re.compile(rf"{ACTION}({'|'.join(BUTTONS)})")
_NUMBER = re.compile(r"[1-9]\d{0,8}")


def answer(clerk: "Clerk", words: str) -> Message:
    """Carry out an order that was typed, and say what became of it.

    Raises `RequestError` for what was not understood or cannot be done, and `StoreError`.
    """
    return carry_out(Caller(clerk.client, clerk.desk, clerk.visitor), orders.parse(words))


def listen(app: App, desk: Desk) -> None:
    """Answer the buttons under subscriptions."""
    once = Once(desk.engine)

    @app.action(_ACTION, matchers=[_under_a_message])
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press(Caller(client, desk, Visitor.of(body)), body, once)
        desk.work.submit(answering, press.carry_out, press.tell)


def _under_a_message(body: Mapping[str, Any]) -> bool:
    """Whether a button stands under a message: the Home tab changes itself."""
    return "view" not in body


@dataclass(frozen=True)
class Press:
    """A button that somebody pressed."""

    caller: Caller
    body: Mapping[str, Any]
    once: Once

    def carry_out(self) -> None:
        """Do it, and show in the place of the button how things are now."""
        if not self.once.first(str(self.body["trigger_id"])):
            return
        order = _order(self.body["actions"][0])
        message = carry_out(self.caller, order)
        if isinstance(order, SendTest):
            self._reply(message)
        elif str(self.body["actions"][0]["block_id"]).startswith(f"{LIST}:"):
            self._reply(listing(self.caller, message.text.splitlines()[0]), instead=True)
        else:
            self._reply(message, instead=True)

    def tell(self, text: str) -> None:
        """Say a sentence to the one who pressed."""
        self._reply(sentence_message(text))

    def _reply(self, message: Message, instead: bool = False) -> None:
        url = str(self.body.get("response_url") or "")
        if self.caller.desk.may_reply_to(url):
            post.respond(url, message, replace_original=instead and self._seen_alone)
        else:
            log.warning("An answer was not sent, because its address is not Slack's")

    @property
    def _seen_alone(self) -> bool:
        """Whether nobody else reads the message of the button."""
        container = self.body.get("container") or {}
        return bool(container.get("is_ephemeral")) or self.caller.visitor.alone


def _order(action: Mapping[str, Any]) -> Order:
    """What a button stands for. Raises `RequestError` for a value that no button of ours has."""
    name, number = str(action["action_id"]).removeprefix(ACTION), str(action.get("value"))
    if not _NUMBER.fullmatch(number):
        raise RequestError(STALE)
    return BUTTONS[name](int(number))
