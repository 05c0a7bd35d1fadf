"""`pause 3 until 2026-12-01`, `resume 3`, `test 3`, `unsubscribe 3`: orders about one subscription."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.orders.reading import read_words, shown
from reports.errors import RequestError, quoted

UNTIL = "until"
_NUMBER = re.compile(r"#?([1-9]\d{0,8})")
_DAY = re.compile(r"2\d{3}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Pause:
    """Nothing comes until a local day begins in the zone of the subscription, or until it is resumed."""

    number: int
    until: date | None = None

    def __str__(self) -> str:
        return f"pause {self.number}" + (f" {UNTIL} {self.until}" if self.until else "")


@dataclass(frozen=True)
class Resume:
    """It comes again from now on."""

    number: int

    def __str__(self) -> str:
        return f"resume {self.number}"


@dataclass(frozen=True)
class SendTest:
    """It comes once at once, marked as a test."""

    number: int

    def __str__(self) -> str:
        return f"test {self.number}"


@dataclass(frozen=True)
class Unsubscribe:
    """It never comes again."""

    number: int

    def __str__(self) -> str:
        return f"unsubscribe {self.number}"


@dataclass(frozen=True)
class _Draft:
    number: int | None = None
    until: date | None = None
    waits: bool = False  # whether the next word is the day


def parse_pause(words: Sequence[str]) -> Pause:
    """Understand the words after `pause`, in any order. Raises `RequestError`."""
    example = f"pause 3 {UNTIL} 2026-12-01"
    draft = read_words(_Draft(), words, lambda draft, word: _read_pause(draft, word, example), example)
    if draft.waits and draft.until is None:
        raise RequestError(f"Say until which day. {shown(example)}")
    return Pause(_which(draft.number, "pause 3"), draft.until)


def parse_resume(words: Sequence[str]) -> Resume:
    """Understand the words after `resume`. Raises `RequestError`."""
    return Resume(_number(words, "resume 3"))


def parse_test(words: Sequence[str]) -> SendTest:
    """Understand the words after `test`. Raises `RequestError`."""
    return SendTest(_number(words, "test 3"))


def parse_unsubscribe(words: Sequence[str]) -> Unsubscribe:
    """Understand the words after `unsubscribe`. Raises `RequestError`."""
    return Unsubscribe(_number(words, "unsubscribe 3"))


def _read_pause(draft: _Draft, word: str, example: str) -> tuple[str, _Draft]:
    if word.lower() == UNTIL:
        return "until", replace(draft, waits=True)
    if match := _NUMBER.fullmatch(word):
        return "number", replace(draft, number=int(match[1]))
    return "day", replace(draft, until=_day(word, example))


def _day(word: str, example: str) -> date:
    try:
        if _DAY.fullmatch(word):
            return date.fromisoformat(word)
    except ValueError:
        pass  # a day that its month does not have
    what = "the day " if word[:1].isdigit() or word[:1].isalpha() else ""
    raise RequestError(
        f"I don't understand {what}{quoted(word)}: days are written 2026-12-01. {shown(example)}"
    )


def _number(words: Sequence[str], example: str) -> int:
    return _which(
        read_words(None, words, lambda _, word: ("number", _read_number(word, example)), example), example
    )


def _read_number(word: str, example: str) -> int | None:
    match = _NUMBER.fullmatch(word)
    if match is None:
        raise RequestError(f"I don't understand the number {quoted(word)}. {_LISTED} {shown(example)}")
    return int(match[1])


_LISTED = "`/usage subscriptions` shows the numbers."


def _which(number: int | None, example: str) -> int:
    if number is None:
        raise RequestError(f"Say which one, by its number. {_LISTED} {shown(example)}")
    return number
