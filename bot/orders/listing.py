"""`subscriptions`: what comes regularly, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.errors import RequestError, quoted


@dataclass(frozen=True)
class Listing:
    """A look at the subscriptions; `str(order)` is the same order."""

    def __str__(self) -> str:
        return "subscriptions"


def parse_listing(words: Sequence[str]) -> Listing:
    """Understand the words after `subscriptions`: none. Raises `RequestError` for any."""
    if words:
        raise RequestError(
            f"I don't understand {quoted(words[0])}: the list takes no words. Example: `/usage subscriptions`"
        )
    return Listing()
