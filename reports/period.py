"""Whole local calendar days, and the buckets they fall into."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
MAX_BUCKETS = 120


class Step(StrEnum):
    """How wide a bucket is: a day, a week from the organisation's first weekday, a calendar month."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


STEPS = tuple(Step)


@dataclass(frozen=True)
class Period:
    """Local days from `start` up to, not including, `end` (D-01)."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside, as people name the end of a range."""
        return self.end - DAY

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def previous(self) -> "Period":
        """As many days immediately before (D-11)."""
        return Period(self.start - (self.end - self.start), self.start)

    def overlap(self, other: "Period") -> "Period | None":
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    @classmethod
    def through(cls, first: date, last: date) -> "Period":
        """From the first to the last day, both included."""
        return cls(first, last + DAY)


def next_day(day: date) -> date:
    return day + DAY


def days_before(day: date, count: int) -> date:
    return day - count * DAY


def days_after(day: date, count: int) -> date:
    return day + count * DAY


def week_of(day: date, week_start: int) -> date:
    """The first day of the week that holds `day`; weeks start on `week_start` (0 = Monday, 6 = Sunday)."""
    return day - ((day.weekday() - week_start) % 7) * DAY


def month_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """The first day of the month `count` months after the month of `month`."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def quarter_of(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def bucket_of(day: date, step: Step, week_start: int) -> date:
    """The first day of the bucket that holds `day`: its label (D-65)."""
    match step:
        case Step.DAILY:
            return day
        case Step.WEEKLY:
            return week_of(day, week_start)
        case Step.MONTHLY:
            return month_of(day)


def _after(bucket: date, step: Step) -> date:
    match step:
        case Step.DAILY:
            return bucket + DAY
        case Step.WEEKLY:
            return bucket + 7 * DAY
        case Step.MONTHLY:
            return add_months(bucket, 1)


def _starts(period: Period, step: Step, week_start: int) -> Iterator[date]:
    bucket = bucket_of(period.start, step, week_start)
    while bucket < period.end:
        yield bucket
        bucket = _after(bucket, step)


@dataclass(frozen=True)
class Buckets:
    """The buckets of a period, labelled by their first days; `partial` says which are not whole (D-06)."""

    step: Step
    week_start: int
    starts: tuple[date, ...]
    partial: tuple[bool, ...]

    def of(self, day: date) -> date:
        """The bucket that holds a day of the period."""
        return bucket_of(day, self.step, self.week_start)


def buckets(period: Period, step: Step, week_start: int, today: date) -> Buckets:
    """Split a period; a bucket is partial when the range cuts it or today, still in progress, is in it."""
    starts = tuple(_starts(period, step, week_start))
    partial = tuple(start < period.start or _after(start, step) > min(period.end, today) for start in starts)
    return Buckets(step, week_start, starts, partial)


def default_step(period: Period) -> Step:
    """Daily up to 31 days, weekly up to 182, else monthly (D-08)."""
    if period.days <= 31:
        return Step.DAILY
    return Step.WEEKLY if period.days <= 182 else Step.MONTHLY


def fitting_step(period: Period, step: Step, week_start: int) -> Step:
    """The wished step, or the first coarser one with at most 120 buckets (D-08); months always fit."""
    for candidate in STEPS[STEPS.index(step) :]:
        if candidate is Step.MONTHLY or len(tuple(_starts(period, candidate, week_start))) <= MAX_BUCKETS:
            return candidate
    raise AssertionError("unreachable")
