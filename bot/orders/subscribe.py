"""`subscribe weekly mon 09:00 …`: a digest, regularly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from bot.orders.hour import read_time, unclear_time
from bot.orders.project import read_project
from bot.orders.reading import read_words, shown, unknown
from bot.orders.sections import read_sections
from bot.orders.zone import read_zone
from bot.schedule import WEEKDAYS, Every, Schedule
from reports.errors import RequestError, quoted

EXAMPLE = "subscribe weekly mon 09:00"
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NINE = time(9)
RHYTHMS = tuple(Every)
LONGEST_MONTH = 31
_KNOWN = (*RHYTHMS, *WEEKDAYS, "09:00", "project:all", "sections:all", "tz:Europe/Berlin")
_MONTH_DAY = re.compile(r"(\d{1,3})(?:st|nd|rd|th|\.)?")


@dataclass(frozen=True)
class Subscribe:
    """A digest for the channel where this is typed; `str(order)` is the same order.

    Without a zone the organisation's is meant, without a project the channel's default, and without sections
    those that a digest has of itself.
    """

    schedule: Schedule
    zone: str | None = None
    project: str | None = None  # a slug, or "all"
    sections: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = ["subscribe", str(self.schedule)]
        words += [f"tz:{self.zone}"] if self.zone else []
        words += [f"project:{self.project}"] if self.project else []
        words += [f"sections:{','.join(self.sections)}"] if self.sections else []
        return " ".join(words)


@dataclass(frozen=True)
class _Draft:
    """What the words read so far have said."""

    every: Every | None = None
    weekday: int | None = None
    month_day: int | None = None
    at: time | None = None
    zone: str | None = None
    project: str | None = None
    sections: tuple[str, ...] = ()


def parse_subscribe(words: Sequence[str]) -> Subscribe:
    """Understand the words after `subscribe`, in any order. Raises `RequestError`."""
    # What a bare number means depends on how often it comes, and whether a time is said besides.
    clear_first = sorted(words, key=lambda word: (word.lower() not in RHYTHMS, read_time(word) is None))
    draft = read_words(_Draft(), clear_first, _read, EXAMPLE)
    return Subscribe(_schedule(draft), draft.zone, draft.project, draft.sections)


def _read(draft: _Draft, word: str) -> tuple[str, _Draft]:
    lowered = word.lower()
    if lowered in RHYTHMS:
        return "rhythm", replace(draft, every=Every(lowered))
    if (at := read_time(word)) is not None:
        return "time", replace(draft, at=at)
    if (weekday := read_weekday(lowered)) is not None:
        return "day", replace(draft, weekday=weekday)
    if (zone := read_zone(word, EXAMPLE)) is not None:
        return "time zone", replace(draft, zone=zone)
    if (project := read_project(word)) is not None:
        return "project", replace(draft, project=project)
    if (sections := read_sections(word, EXAMPLE)) is not None:
        return "list of sections", replace(draft, sections=sections)
    return "day", replace(draft, month_day=_month_day(draft, lowered))


def read_weekday(word: str) -> int | None:
    """The weekday, 0 for Monday, of a name in full or in short (three letters or more)."""
    found = (number for number, name in enumerate(WEEKDAY_NAMES) if name.startswith(word))
    return next(found, None) if len(word) >= 3 else None


def _month_day(draft: _Draft, word: str) -> int:
    """The day of the month that a number is; a number may also be a time that lacks its minutes."""
    match = _MONTH_DAY.fullmatch(word)
    if match and draft.every is Every.MONTHLY and draft.month_day is None:
        if 1 <= int(match[1]) <= LONGEST_MONTH:
            return int(match[1])
        near = min(max(int(match[1]), 1), LONGEST_MONTH)
        raise RequestError(
            f"I don't understand the day {quoted(word)}: a month has days 1 to 31. Did you mean {near}? "
            f"{_example(Every.MONTHLY, str(near), draft.at)}"
        )
    unclear = unclear_time(word, EXAMPLE) if draft.at is None else None
    raise unclear or unknown(word, _KNOWN, EXAMPLE)


def _schedule(draft: _Draft) -> Schedule:
    """The schedule that the words make together. Raises `RequestError` for what they lack."""
    every, at = draft.every, draft.at
    if every is None:
        raise _lacks("Say how often: daily, weekly or monthly.", draft)
    if every is Every.WEEKLY and draft.weekday is None:
        raise _lacks(f"Say on which day: {', '.join(WEEKDAYS)}.", draft)
    if every is Every.MONTHLY and draft.month_day is None:
        raise _lacks("Say on which day of the month: 1 to 31.", draft)
    if every is Every.DAILY and draft.weekday is not None:
        raise _lacks("A daily digest comes on every day. One day is weekly.", draft)
    if at is None:
        raise _lacks("Say at what time.", draft)
    return Schedule(every, at, draft.weekday or draft.month_day or 0)


def _lacks(sentence: str, draft: _Draft) -> RequestError:
    meant_weekly = draft.every is None or (draft.every is Every.DAILY and draft.weekday is not None)
    every = Every.WEEKLY if meant_weekly else draft.every or Every.WEEKLY
    day = {
        Every.DAILY: "",
        Every.WEEKLY: WEEKDAYS[draft.weekday or 0],
        Every.MONTHLY: str(draft.month_day or 1),
    }
    return RequestError(f"{sentence} {_example(every, day[every], draft.at)}")


def _example(every: Every, day: str, at: time | None) -> str:
    return shown(" ".join(word for word in ("subscribe", every, day, f"{at or NINE:%H:%M}") if word))
