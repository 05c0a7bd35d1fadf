"""Which buckets of a timeline are named below it, and how."""

from collections.abc import Callable, Iterator
from datetime import date

from reports.period import Step
from reports.words import MONTHS, short_day

SHORTEST_MONTH = 28
PER = {Step.DAILY: "per day", Step.WEEKLY: "per week", Step.MONTHLY: "per month"}
PARTIAL = {Step.DAILY: "day", Step.WEEKLY: "week", Step.MONTHLY: "month"}


def step(buckets: tuple[date, ...]) -> Step:
    """How wide the buckets are, read from the first two; one alone counts as a day."""
    if len(buckets) < 2:
        return Step.DAILY
    apart = (buckets[1] - buckets[0]).days
    if apart >= SHORTEST_MONTH:
        return Step.MONTHLY
    return Step.WEEKLY if apart > 1 else Step.DAILY


def name(bucket: date, width: Step) -> str:
    """Nov 3, or Nov for a month."""
    return MONTHS[bucket.month - 1] if width is Step.MONTHLY else short_day(bucket)


def named(buckets: tuple[date, ...], fit: Callable[[tuple[int, ...]], bool]) -> tuple[int, ...]:
    """The most regular choice of buckets whose names fit beside each other, by index."""
    return next((chosen for chosen in _choices(buckets) if chosen and fit(chosen)), (0,))


def _choices(buckets: tuple[date, ...]) -> Iterator[tuple[int, ...]]:
    everything = tuple(range(len(buckets)))
    yield everything
    width = step(buckets)
    if width is Step.DAILY:
        yield everything[::2]
        yield everything[::3]
        yield _mondays(buckets, 1)
        yield _mondays(buckets, 2)
    if width is Step.WEEKLY:
        yield everything[::2]
    for months in (1, 2, 3, 6, 12, 24, 60):
        yield _months(buckets, months)


def _mondays(buckets: tuple[date, ...], weeks: int) -> tuple[int, ...]:
    first = next((index for index, day in enumerate(buckets) if day.weekday() == 0), 0)
    return tuple(range(first, len(buckets), 7 * weeks))


def _months(buckets: tuple[date, ...], every: int) -> tuple[int, ...]:
    firsts = [
        index
        for index, bucket in enumerate(buckets)
        if index == 0 or (bucket.year, bucket.month) != (buckets[index - 1].year, buckets[index - 1].month)
    ]
    whole = [i for i in firsts if (buckets[i].year * 12 + buckets[i].month - 1) % every == 0]
    return tuple(i for i in whole if i or buckets[i].day <= 7)


def years(buckets: tuple[date, ...], chosen: tuple[int, ...]) -> tuple[str, ...]:
    """The year below each named bucket: said at the first one and where it changes, else empty."""
    found: list[str] = []
    last = None
    for index in chosen:
        year = buckets[index].year
        found.append("" if year == last else str(year))
        last = year
    return tuple(found)


def partial(buckets: tuple[date, ...], marked: tuple[bool, ...]) -> str:
    """Nov 22 partial, Nov 2026 partial; empty when every bucket is whole."""
    width = step(buckets)
    cut = [
        name(bucket, width) + (f" {bucket.year}" if width is Step.MONTHLY else "")
        for bucket, half in zip(buckets, marked, strict=False)
        if half
    ]
    if not cut:
        return ""
    return f"{' and '.join(cut)} partial" if len(cut) < 3 else f"partial {PARTIAL[width]}s"
