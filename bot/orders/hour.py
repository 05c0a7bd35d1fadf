"""A time of day as people type it."""

import re
from datetime import time

from bot.orders.reading import shown
from reports.errors import RequestError, quoted

_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_ALIKE = re.compile(r"(\d{1,2})(?:[:.h](\d{0,2}))?(am|pm)?")


def read_time(word: str) -> time | None:
    """The time of `09:00` or `9:00`; None for any other word."""
    match = _TIME.fullmatch(word)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def unclear_time(word: str, example: str) -> RequestError | None:
    """The sentence for a word that was meant as a time, with the nearest one; None if it was not."""
    match = _ALIKE.fullmatch(word.lower())
    if match is None:
        return None
    near, morning = f"{_near(match):%H:%M}", re.compile(r"\d{2}:\d{2}")
    return RequestError(
        f"I don't understand the time {quoted(word)}. Did you mean {near}? "
        f"{shown(morning.sub(near, example, count=1))}"
    )


def _near(match: re.Match[str]) -> time:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half == "pm")
    return time(0 if hour == 24 else min(hour, 23), min(minute, 59))
