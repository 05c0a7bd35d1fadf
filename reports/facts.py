"""Counting within one scope: the language that sections are written in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.numbers import Credits, Number
from reports.parts import Figure, Series, Timeline, Unit
from reports.scope import Scope
from storage.by_project import days_by_project
from storage.records import DayTally, Tally
from storage.store import Marginal, Store


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


class Facts:
    """Counts events of kinds in a scope: `count("question.asked").total()`."""

    def __init__(self, scope: Scope, store: Store) -> None:
        self.scope = scope
        self.store = store
        self._sums: dict[tuple[tuple[str, ...], str], tuple[Tally, ...]] = {}

    def __call__(self, *kinds: str, unit: Unit = Unit.COUNT) -> "Kinds":
        return Kinds(self, kinds, unit)

    def sums(self, kinds: tuple[str, ...], dimension: str) -> tuple[Tally, ...]:
        """The tallies of a dimension, asked of the store once."""
        key = (kinds, dimension)
        if key not in self._sums:
            period = self.scope.period
            marginal = self.marginal(kinds, dimension)
            self._sums[key] = self.store.sums(marginal, (period.start, period.end), self.scope.since)
        return self._sums[key]

    def marginal(self, kinds: tuple[str, ...], dimension: str) -> Marginal:
        return Marginal(self.scope.org.id, self.scope.project_id, kinds, dimension)

    def figure(self, key: str, label: str, sums: Sums, unit: Unit = Unit.COUNT) -> Figure:
        """A number with its comparison."""
        now, before = worth(sums.now, unit), worth(sums.before, unit)
        shown, trend = self.scope.compared(now, before)
        return Figure(key, label, now, shown, unit, trend)

    def timeline(
        self, key: str, title: str, unit: Unit, series: Sequence[tuple[str, str, dict[date, int]]]
    ) -> Timeline:
        """Zero-filled buckets (D-08) of several series, each given as (key, label, value by local day)."""
        buckets = self.scope.buckets
        return Timeline(
            key=key,
            title=title,
            unit=unit,
            buckets=buckets.starts,
            partial=buckets.partial,
            series=tuple(
                Series(name, label, bucketed(days, buckets.starts, buckets.of))
                for name, label, days in series
            ),
        )


@dataclass(frozen=True)
class Kinds:
    """The events of one or several kinds within the scope; credits and lines are counted by amount."""

    facts: Facts
    kinds: tuple[str, ...]
    unit: Unit

    def by(self, dimension: str) -> dict[str, Sums]:
        """Each value of a dimension."""
        return {tally.value: self._of(tally) for tally in self.facts.sums(self.kinds, dimension)}

    def total(self, dimension: str = "") -> Sums:
        """All events, summed over a dimension that every event has."""
        return sum(self.by(dimension).values(), NONE)

    def by_project(self, dimension: str = "") -> dict[int, Sums]:
        """Each project of the scope, by id: all of them, or the chosen one."""
        scope = self.facts.scope
        chosen = (scope.project,) if scope.project else scope.org.projects
        tallies = self.facts.store.sums_by_project(
            self.facts.marginal(self.kinds, dimension),
            (scope.period.start, scope.period.end),
            scope.since,
            [project.id for project in chosen],
        )
        return {project_id: self._of(tally) for project_id, tally in tallies.items()}

    def days(self, dimension: str = "", values: Sequence[str] | None = None) -> dict[str, dict[date, int]]:
        """Each value of a dimension on each local day that has any."""
        period = self.facts.scope.period
        marginal = self.facts.marginal(self.kinds, dimension)
        rows = self.facts.store.by_day(marginal, (period.start, period.end), values)
        return gathered(((row.value, row) for row in rows), self._worth)

    def project_days(self, dimension: str = "") -> dict[str, dict[date, int]]:
        """Each project of the scope, by its id as text, on each local day that has any."""
        scope = self.facts.scope
        chosen = (scope.project,) if scope.project else scope.org.projects
        rows = days_by_project(
            self.facts.store.connection,
            self.facts.marginal(self.kinds, dimension),
            (scope.period.start, scope.period.end),
            [project.id for project in chosen],
        )
        return gathered(((str(project_id), row) for project_id, row in rows), self._worth)

    def _of(self, tally: Tally) -> Sums:
        if self.unit is Unit.COUNT:
            return Sums(tally.events, tally.events_before)
        return Sums(tally.amount, tally.amount_before)

    def _worth(self, row: DayTally) -> int:
        return row.events if self.unit is Unit.COUNT else row.amount


def gathered(
    rows: Iterable[tuple[str, DayTally]], worth_of: Callable[[DayTally], int]
) -> dict[str, dict[date, int]]:
    """Rows folded by name and day."""
    found: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for name, row in rows:
        found[name][row.day] += worth_of(row)
    return found


def bucketed(
    days: dict[date, int], starts: tuple[date, ...], bucket: Callable[[date], date]
) -> tuple[int, ...]:
    """Values by day folded into buckets, zeros where nothing happened."""
    folded = dict.fromkeys(starts, 0)
    for day, value in days.items():
        folded[bucket(day)] += value
    return tuple(folded.values())


def worth(value: int, unit: Unit) -> Number:
    """A sum in its unit."""
    return Credits(value) if unit is Unit.CREDITS else value
