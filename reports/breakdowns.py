"""The breakdowns that several sections share: by a vocabulary's values, by project."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.facts import Facts, Kinds
from reports.numbers import Rate
from reports.parts import Cell, Part, Table, Unit
from reports.section import Count
from reports.sums import NONE, Sums, worth
from storage.vocabulary import UNCLASSIFIED, UNSPECIFIED

LAST = (UNCLASSIFIED, UNSPECIFIED)
NOT_ATTRIBUTED = "Not attributed to a project"


@dataclass(frozen=True)
class Counted:
    """What a breakdown divides: kinds of events, the dimension that holds their total, and their name."""

    section: str  # the keys of its parts begin with it
    noun: str  # "Questions": the heading of its column
    kinds: tuple[str, ...]
    unit: Unit = Unit.COUNT
    total: str = ""

    def of(self, facts: Facts) -> Kinds:
        return facts(*self.kinds, unit=self.unit)


@dataclass(frozen=True)
class Row:
    """One value of a breakdown, with what is drawn over time."""

    key: str
    label: str
    sums: Sums
    days: dict[date, int]


def ordered(rows: Iterator[Row]) -> tuple[Row, ...]:
    """By count, then by label, what has no value last (D-46); only what happened in the period."""
    kept = (row for row in rows if row.sums.now or any(row.days.values()))
    return tuple(sorted(kept, key=lambda row: (row.label in LAST, -row.sums.now, row.label)))


def by_value(counted: Counted, dimension: str, vocab: str, heading: str) -> Count:
    """A breakdown by the values of an open vocabulary."""

    def count(facts: Facts) -> Iterator[Part]:
        kinds = counted.of(facts)
        rows = ordered(_values(facts, kinds, dimension, vocab))
        yield from parts(
            facts, counted, Tab(dimension, f"{counted.noun} by {heading.lower()}", heading), rows
        )

    return count


def _values(facts: Facts, kinds: Kinds, dimension: str, vocab: str) -> Iterator[Row]:
    """Values with their labels; a value spelled "Unspecified" and none at all are one row."""
    days = kinds.days(dimension)
    merged: dict[str, Row] = {}
    for value, sums in kinds.by(dimension).items():
        label = facts.scope.org.label(vocab, value)
        before = merged.get(label)
        merged[label] = Row(
            key=value or label,
            label=label,
            sums=sums + (before.sums if before else NONE),
            days=added(days.get(value, {}), before.days if before else {}),
        )
    yield from merged.values()


def added(one: dict[date, int], other: dict[date, int]) -> dict[date, int]:
    """Two rows of days as one."""
    if not one or not other:
        return one or other
    return {day: one.get(day, 0) + other.get(day, 0) for day in {**one, **other}}


def by_project(counted: Counted) -> Count:
    """A breakdown by project, and what belongs to none (D-37), so that the rows sum to the total."""

    def count(facts: Facts) -> Iterator[Part]:
        tab = Tab("project", f"{counted.noun} by project", "Project")
        yield from parts(facts, counted, tab, project_rows(facts, counted))

    return count


def project_rows(facts: Facts, counted: Counted) -> tuple[Row, ...]:
    """The projects of a scope, and last what belongs to none of them."""
    kinds = counted.of(facts)
    names = {project.id: project for project in facts.scope.org.projects}
    found = kinds.by_project(counted.total)
    rows = ordered(Row(names[id_].slug, names[id_].name, *each) for id_, each in found.items())
    if facts.scope.project:
        return rows
    rest = kinds.total(counted.total) - sum((sums for sums, _ in found.values()), NONE)
    left = kinds.total_days(counted.total)
    for row in rows:
        left = added(left, {day: -value for day, value in row.days.items()})
    if not rest.now and not any(left.values()):
        return rows
    return (*rows, Row("", NOT_ATTRIBUTED, rest, left))


@dataclass(frozen=True)
class Tab:
    """How a breakdown is called: the last part of its key, its title, the heading of its first column."""

    name: str
    title: str
    heading: str


def parts(facts: Facts, counted: Counted, tab: Tab, rows: tuple[Row, ...]) -> Iterator[Part]:
    """The timeline and the table of a breakdown whose rows sum to the total."""
    key = f"{counted.section}.by_{tab.name}"
    yield facts.timeline(key, tab.title, counted.unit, [(row.key, row.label, row.days) for row in rows])
    total = counted.of(facts).total(counted.total)
    yield Table(
        key=key,
        title=tab.title,
        headings=(tab.heading, counted.noun, "Share", "Change"),
        rows=tuple((row.label, *cells(facts, counted.unit, row.sums, total.now)) for row in rows),
        total=("Total", *cells(facts, counted.unit, total, total.now)),
    )


def cells(facts: Facts, unit: Unit, sums: Sums, whole: int) -> tuple[Cell, ...]:
    """A value, its share of the whole, and its trend; corrections may leave a whole that has no shares."""
    now = worth(sums.now, unit)
    return now, Rate(sums.now, max(whole, 0)), facts.scope.compared(now, worth(sums.before, unit))[1]
