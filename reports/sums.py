"""What events add up to: over a period and the one before it, by day, in buckets."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reports.numbers import Credits, Number
from reports.parts import Unit
from storage.records import DayTally

Name = TypeVar("Name", int, str)


@dataclass(frozen=True)
class Sums:
    """What a value amounts to in the period and in the one before: events, or their amount."""

    now: int
    before: int

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.now + other.now, self.before + other.before)

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(self.now - other.now, self.before - other.before)


NONE = Sums(0, 0)


def worth(value: int, unit: Unit) -> Number:
    """A sum in its unit."""
    return Credits(value) if unit is Unit.CREDITS else value


def summed(rows: Iterable[DayTally]) -> dict[str, int]:
    """The sum of each value over its days."""
    found: dict[str, int] = {}
    known = found.get
    for row in rows:
        for value, number in row.numbers.items():
            found[value] = known(value, 0) + number
    return found


def only(rows: Iterable[DayTally], values: Iterable[str]) -> Iterator[DayTally]:
    """The same days with some of their values."""
    for row in rows:
        yield DayTally(row.day, {value: row.numbers[value] for value in values if value in row.numbers})


def gathered(rows: Iterable[tuple[Name, date, int]]) -> dict[Name, dict[date, int]]:
    """Numbers folded by name and day."""
    found: dict[Name, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for name, day, number in rows:
        found[name][day] += number
    return found


def bucketed(
    days: dict[date, int], starts: tuple[date, ...], bucket: Callable[[date], date]
) -> tuple[int, ...]:
    """Values by day folded into buckets, zeros where nothing happened."""
    folded = dict.fromkeys(starts, 0)
    for day, value in days.items():
        folded[bucket(day)] += value
    return tuple(folded.values())
