"""Counting within one scope: the language that sections are written in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from reports.parts import Figure, Series, Timeline, Unit
from reports.scope import Scope
from reports.sums import NONE, Sums, bucketed, gathered, only, summed, worth
from storage.by_day import ByDay
from storage.by_project import days_by_project
from storage.records import DayTally
from storage.store import LONG, Days, Marginal, Store


class Facts:
    """Counts events of kinds in a scope: `count("question.asked").total()`.

    What a page says twice is asked of the store once.
    """

    def __init__(self, scope: Scope, store: Store) -> None:
        self.scope = scope
        self.store = store
        self._by_day = ByDay(store.connection)
        self._days: dict[Marginal, tuple[DayTally, ...]] = {}
        self._now: dict[Marginal, dict[str, int]] = {}
        self._before: dict[Marginal, dict[str, int]] = {}

    def __call__(self, *kinds: str, unit: Unit = Unit.COUNT) -> "Kinds":
        return Kinds(self, kinds, unit)

    @property
    def period(self) -> Days:
        return self.scope.period.start, self.scope.period.end

    @property
    def period_before(self) -> Days:
        """The days compared with; none without a comparison."""
        return self.scope.since, self.scope.period.start

    def marginal(self, kinds: tuple[str, ...], dimension: str) -> Marginal:
        return Marginal(self.scope.org.id, self.scope.project_id, kinds, dimension)

    def days(self, marginal: Marginal) -> tuple[DayTally, ...]:
        """The values of a marginal on each local day of the period."""
        if marginal not in self._days:
            self._days[marginal] = self._read(marginal)
        return self._days[marginal]

    def _read(self, marginal: Marginal) -> tuple[DayTally, ...]:
        known = self._known(marginal)
        if known is not None:
            return tuple(row for row in known if row.day >= self.scope.period.start)
        whole = None if marginal.values else self._by_day(marginal, self.period)
        return self.store.by_day(marginal, self.period) if whole is None else whole

    def now(self, marginal: Marginal) -> dict[str, int]:
        """The values of a marginal over the period, added up here where their days are known."""
        if marginal not in self._now:
            daily = marginal in self._days or self._known(marginal) is not None
            found = summed(self.days(marginal)) if daily else self.store.totals(marginal, self.period)
            self._now[marginal] = found
        return self._now[marginal]

    def before(self, marginal: Marginal) -> dict[str, int]:
        """The values of a marginal over the days compared with."""
        if marginal not in self._before:
            known = self._known(marginal)
            if known is None:
                self._before[marginal] = self.store.totals(marginal, self.period_before)
            else:
                self._before[marginal] = summed(row for row in known if row.day < self.scope.period.start)
        return self._before[marginal]

    def _known(self, marginal: Marginal) -> tuple[DayTally, ...] | None:
        """The days of a short period and of those compared with, read at once; None if better added up."""
        if self.scope.period.days >= LONG:
            return None
        whole = self._by_day(replace(marginal, values=()), (self.scope.since, self.scope.period.end))
        return tuple(only(whole, marginal.values)) if whole and marginal.values else whole

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
        bucket = cache(buckets.of)  # series share their days
        return Timeline(
            key=key,
            title=title,
            unit=unit,
            buckets=buckets.starts,
            partial=buckets.partial,
            series=tuple(
                Series(name, label, bucketed(days, buckets.starts, bucket)) for name, label, days in series
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
        now, before = self.now(dimension), self.before(dimension)
        return {value: Sums(now.get(value, 0), before.get(value, 0)) for value in {**now, **before}}

    def now(self, dimension: str = "") -> dict[str, int]:
        """Each value of a dimension in the period alone."""
        return self.facts.now(self._marginal(dimension))

    def before(self, dimension: str, values: Iterable[str] = ()) -> dict[str, int]:
        """Each value of a dimension, or only some, in the days compared with."""
        return self.facts.before(self._marginal(dimension, values))

    def total(self, dimension: str = "") -> Sums:
        """All events, summed over a dimension that every event has."""
        return sum(self.by(dimension).values(), NONE)

    def days(self, dimension: str = "", values: Iterable[str] = ()) -> dict[str, dict[date, int]]:
        """Each value of a dimension, or only some, on each local day that has any."""
        rows = self.facts.days(self._marginal(dimension, values))
        return gathered((value, row.day, number) for row in rows for value, number in row.numbers.items())

    def total_days(self, dimension: str = "") -> dict[date, int]:
        """All events of each local day that has any, summed over a dimension that every event has."""
        rows = self.facts.days(self._marginal(dimension))
        return gathered(("", row.day, sum(row.numbers.values())) for row in rows)[""]

    def by_project(self, dimension: str = "") -> dict[int, tuple[Sums, dict[date, int]]]:
        """The sums of each project of the scope, by its id, and its local days that have any."""
        facts, scope, marginal = self.facts, self.facts.scope, self._marginal(dimension)
        if scope.project:
            return {scope.project.id: (self.total(dimension), self.total_days(dimension))}
        ids = [project.id for project in scope.org.projects]
        rows = days_by_project(facts.store.connection, marginal, facts.period, ids)
        days = gathered((id_, day, number) for id_, day, _value, number in rows)
        before = facts.store.totals_by_project(marginal, facts.period_before, ids)
        return {id_: (Sums(sum(days[id_].values()), before.get(id_, 0)), days[id_]) for id_ in ids}

    def _marginal(self, dimension: str, values: Iterable[str] = ()) -> Marginal:
        marginal = self.facts.marginal(self.kinds, dimension)
        return replace(marginal, values=tuple(values), amounts=self.unit is not Unit.COUNT)
