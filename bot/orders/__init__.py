"""What people tell `/usage` to do, as against what they ask of it: the words, understood."""

from collections.abc import Callable, Mapping, Sequence

from bot.orders.alerts import Alerts, parse_alerts
from bot.orders.default import Default, parse_default
from bot.orders.listing import Listing, parse_listing
from bot.orders.numbered import (
    Pause,
    Resume,
    SendTest,
    Unsubscribe,
    parse_pause,
    parse_resume,
    parse_test,
    parse_unsubscribe,
)
from bot.orders.subscribe import Subscribe, parse_subscribe
from reports.errors import RequestError, quoted, suggestion
from reports.request import normalised

__all__ = [
    "WORDS",
    "Alerts",
    "Default",
    "Listing",
    "Order",
    "Pause",
    "Resume",
    "SendTest",
    "Subscribe",
    "Unsubscribe",
    "parse",
]

Order = Subscribe | Alerts | Listing | Pause | Resume | SendTest | Unsubscribe | Default

_READERS: Mapping[str, Callable[[Sequence[str]], Order]] = {
    "subscribe": parse_subscribe,
    "alerts": parse_alerts,
    "subscriptions": parse_listing,
    "unsubscribe": parse_unsubscribe,
    "pause": parse_pause,
    "resume": parse_resume,
    "test": parse_test,
    "default": parse_default,
}
WORDS = tuple(_READERS)  # the first words, by which an order is known


def parse(text: str) -> Order:
    """Understand an order. Raises `RequestError` with the word that was not, and an example."""
    first, *rest = normalised(text).split() or [""]
    reader = _READERS.get(first.lower())
    if reader is None:
        ask, _ = suggestion(first, WORDS)
        raise RequestError(f"I don't understand {quoted(first)}. {ask} Example: `/usage subscriptions`")
    return reader(rest)
