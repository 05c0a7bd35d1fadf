"""Simulations told apart by how they ended: the breakdowns that count passes and failures."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reports.breakdowns import LAST, Tab, cells
from reports.facts import Facts
from reports.numbers import Rate
from reports.parts import Cell, Part, Table, Unit
from reports.section import Count
from reports.sums import NONE, Sums
from storage.by_project import days_by_project
from storage.kinds import SIMULATION
from storage.vocabulary import DONE, UNSPECIFIED, VERDICTS

Days = Counter[date]


@dataclass(frozen=True)
class Group:
    """The simulations of one value: how many ended with each verdict on each local day."""

    key: str
    label: str
    ended: dict[str, Days]

    def number(self, *verdicts: str) -> int:
        """How many ended with one of those verdicts."""
        return sum(self.ended[verdict].total() for verdict in verdicts if verdict in self.ended)

    @property
    def days(self) -> Days:
        """The finished ones on each day."""
        return sum((self.ended[verdict] for verdict in DONE if verdict in self.ended), Days())


def ended(count: Facts, *verdicts: str) -> Sums:
    """The simulations of a scope that ended with one of those verdicts."""
    found = count(SIMULATION).by("verdict")
    return sum((found.get(verdict, NONE) for verdict in verdicts), NONE)


def pass_rate(passed: int, failed: int) -> Rate:
    """Passed of passed and failed (D-25): what was inconclusive says nothing."""
    return Rate(passed, passed + failed)


def by_value(dimension: str, vocab: str, tab: Tab) -> Count:
    """A breakdown by the values of an open vocabulary."""

    def count(facts: Facts) -> Iterator[Part]:
        found: dict[str, dict[str, Days]] = {}
        for value_and_verdict, days in facts(SIMULATION).days(f"{dimension}|verdict").items():
            value, _, verdict = value_and_verdict.rpartition("|")
            each = found.setdefault(value or UNSPECIFIED, {})
            each[verdict] = each.get(verdict, Days()) + Days(days)
        label = facts.scope.org.label
        yield from _parts(facts, tab, (Group(key, label(vocab, key), ends) for key, ends in found.items()))

    return count


def by_project(tab: Tab) -> Count:
    """A breakdown by project; every simulation has one."""

    def count(facts: Facts) -> Iterator[Part]:
        scope, period = facts.scope, facts.scope.period
        projects = (scope.project,) if scope.project else scope.org.projects
        found: dict[int, dict[str, Days]] = {project.id: {} for project in projects}
        marginal = facts.marginal((SIMULATION,), "verdict")
        tallies = days_by_project(facts.store.connection, marginal, (period.start, period.end), tuple(found))
        for project_id, day, verdict, number in tallies:
            found[project_id].setdefault(verdict, Days())[day] += number
        yield from _parts(facts, tab, (Group(p.slug, p.name, found[p.id]) for p in projects))

    return count


def _parts(facts: Facts, tab: Tab, groups: Iterable[Group]) -> Iterator[Part]:
    """The timeline and the table of groups whose finished simulations add up to the total."""
    key = f"simulations.by_{tab.name}"
    kept = [group for group in groups if group.number(*DONE)]
    kept.sort(key=lambda group: (group.label in LAST, -group.number(*DONE), group.label))
    yield facts.timeline(key, tab.title, Unit.COUNT, [(group.key, group.label, group.days) for group in kept])
    total = ended(facts, *DONE).now
    passed, failed = ended(facts, "passed").now, ended(facts, "failed").now
    yield Table(
        key=key,
        title=tab.title,
        headings=(tab.heading, "Simulations", "Passed", "Failed", "Pass rate", "Share"),
        rows=tuple(
            (
                group.label,
                *_cells(group.number(*DONE), group.number("passed"), group.number("failed"), total),
            )
            for group in kept
        ),
        total=("Total", *_cells(total, passed, failed, total)),
    )


def _cells(done: int, passed: int, failed: int, whole: int) -> tuple[Cell, ...]:
    return done, passed, failed, pass_rate(passed, failed), Rate(done, whole)


def by_verdict(facts: Facts) -> Iterator[Part]:
    """How the finished simulations ended; apart from them, in another table, those that count nowhere."""
    key, title = "simulations.by_verdict", "Simulations by verdict"
    days = facts(SIMULATION).days("verdict")
    series = [(verdict, verdict.capitalize(), days.get(verdict, {})) for verdict in DONE]
    yield facts.timeline(key, title, Unit.COUNT, series)
    total = ended(facts, *DONE)
    yield Table(
        key=key,
        title=title,
        headings=("Verdict", "Simulations", "Share", "Change"),
        rows=tuple(
            (verdict.capitalize(), *cells(facts, Unit.COUNT, ended(facts, verdict), total.now))
            for verdict in DONE
        ),
        total=("Total", *cells(facts, Unit.COUNT, total, total.now)),
    )
    yield Table(
        key=f"{key}.uncounted",
        title="Not counted",
        headings=("Verdict", "Simulations"),
        rows=tuple(
            (verdict.capitalize(), ended(facts, verdict).now) for verdict in VERDICTS if verdict not in DONE
        ),
        total=None,
    )
