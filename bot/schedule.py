"""When a regular thing is due: a local time on every day, week or month, as moments of UTC."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reports.period import add_months, days_before

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WRITTEN = re.compile(
    rf"(?P<every>daily|weekly (?P<weekday>{'|'.join(WEEKDAYS)})|monthly (?P<day>[1-9]|[12]\d|3[01])) "
    r"(?P<at>(?:[01]\d|2[0-3]):[0-5]\d)"
)


class Every(StrEnum):
    """How often a regular thing comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


RANGE_WORDS = {Every.DAILY: "yesterday", Every.WEEKLY: "last-week", Every.MONTHLY: "last-month"}


@dataclass(frozen=True)
class Schedule:
    """A local time, and the days that it is meant on; `str(schedule)` says the same in words.

    `day` is the weekday (0 for Monday) of a weekly one; the day 1 … 31 of a monthly one, which comes on the
    last day of a month that has no such day; and 0 for a daily one.
    """

    every: Every
    at: time
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> "Schedule":
        """Read `daily 09:00`, `weekly mon 09:00` or `monthly 31 09:00`. Raises `ValueError` otherwise."""
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise ValueError(f'There is no schedule "{text}". Example: weekly mon 09:00')
        day = WEEKDAYS.index(match["weekday"]) if match["weekday"] else int(match["day"] or 0)
        return cls(Every(match["every"].split()[0]), time.fromisoformat(match["at"]), day)

    def __str__(self) -> str:
        return f"{' '.join([self.every, *self._on])} {self.at:%H:%M}"

    @property
    def _on(self) -> tuple[str, ...]:
        match self.every:
            case Every.DAILY:
                return ()
            case Every.WEEKLY:
                return (WEEKDAYS[self.day],)
            case Every.MONTHLY:
                return (str(self.day),)

    def holds(self, day: date) -> bool:
        """Whether it is meant on a local day."""
        match self.every:
            case Every.DAILY:
                return True
            case Every.WEEKLY:
                return day.weekday() == self.day
            case Every.MONTHLY:
                return day.day == min(self.day, days_before(add_months(day, 1), 1).day)


@dataclass(frozen=True)
class Due:
    """One occurrence: the local day that it is meant on, and its moment in UTC."""

    on: date
    at: datetime


def occurrences(schedule: Schedule, zone: str, after: datetime, until: datetime) -> Iterator[Due]:
    """The occurrences in (after, until], both aware, in the order of time.

    A local time that does not exist is due at the first minute after the gap; one that comes twice, the first
    time. Raises `ZoneInfoNotFoundError` for a zone that is not in the IANA list.
    """
    place = ZoneInfo(zone)
    # A gap may move a time past midnight, so the day before may be due today.
    day, last = days_before(after.astimezone(place).date(), 1), until.astimezone(place).date()
    while day <= last:
        if schedule.holds(day):
            at = moment(day, schedule.at, place)
            if after < at <= until:
                yield Due(day, at)
        day += DAY


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which the clocks of a zone have reached a local time of a day."""
    wanted = datetime.combine(day, at)
    found = wanted.replace(tzinfo=zone).astimezone(UTC)
    if _local(found, zone) == wanted:
        return found
    # In a gap the two readings of a time lie on either side of it: this one before.
    found = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while _local(found, zone) < wanted:
        found += MINUTE
    return found


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def range_word(schedule: Schedule) -> str:
    """The latest complete period at an occurrence, as a request names it."""
    return RANGE_WORDS[schedule.every]
