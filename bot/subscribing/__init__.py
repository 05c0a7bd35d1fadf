"""Carries out what people tell `/usage` to do."""

from typing import assert_never

from bot.messages.message import Message
from bot.orders import Alerts, Default, Listing, Order, Pause, Resume, SendTest, Subscribe, Unsubscribe
from bot.subscribing.alerts import switch_off, switch_on
from bot.subscribing.caller import Caller
from bot.subscribing.default import set_default
from bot.subscribing.digests import subscribe
from bot.subscribing.listing import listing
from bot.subscribing.numbered import end, pause, resume, test

__all__ = ["Caller", "carry_out", "listing"]


def carry_out(caller: Caller, order: Order) -> Message:
    """Do what an order says, and say what became of it.

    Raises `RequestError` (`Refused` among them) for what cannot be done, and `StoreError`.
    """
    match order:
        case Subscribe():
            return subscribe(caller, order)
        case Alerts():
            return switch_on(caller, order) if order.levels else switch_off(caller)
        case Listing():
            return listing(caller)
        case Pause():
            return pause(caller, order)
        case Resume():
            return resume(caller, order.number)
        case SendTest():
            return test(caller, order.number)
        case Unsubscribe():
            return end(caller, order.number)
        case Default():
            return set_default(caller, order)
    assert_never(order)
