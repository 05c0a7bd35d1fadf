"""The days of the history: its length, and where the reference dates fall when it ends on another day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 426
REFERENCE_END = date(2026, 11, 30)
EARLIEST_END, LATEST_END = date(2016, 3, 1), date(2099, 12, 31)  # ingest refuses events before 2015


@dataclass(frozen=True)
class History:
    """The 426 local days that end on `end`."""

    end: date

    @property
    def first(self) -> date:
        return self.end - timedelta(days=DAYS - 1)

    def on(self, reference: str) -> date:
        """Return where a date of the history that ends on 2026-11-30 falls in this one.

        All dates move by the same whole weeks, the nearest to the distance between the two ends, so each
        keeps its weekday and its distance from the others. Weekends, months and holidays go by the calendar.
        """
        distance = (self.end - REFERENCE_END).days
        return date.fromisoformat(reference) + timedelta(days=7 * ((distance + 3) // 7))

    def days(self) -> Iterator[tuple[int, date]]:
        """Yield each day with its number, the first being 0."""
        for number in range(DAYS):
            yield number, self.first + timedelta(days=number)
