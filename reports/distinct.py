"""Distinct things within a scope: each counts once in a period, and is drawn on its first day in it."""

from dataclasses import dataclass
from datetime import date

from reports.facts import Facts
from reports.period import Period
from reports.scope import Scope
from reports.sums import Sums
from storage.distinct import Slice, first_days


@dataclass(frozen=True)
class Things:
    """How many different ones there were, and how many of them were first seen on each local day."""

    sums: Sums
    days: dict[date, int]


NOTHING = Things(Sums(0, 0), {})


def within(scope: Scope, kind: str, period: Period | None = None) -> Slice:
    """The events of a kind that a scope covers, or those of another period."""
    span = period or scope.period
    return Slice(scope.org.id, scope.project_id, kind, (span.start, span.end))


def things(facts: Facts, kind: str) -> dict[str, Things]:
    """The distinct subjects of a kind by their object, in the scope's period and in the one compared with."""
    scope, connection = facts.scope, facts.store.connection
    previous = scope.comparison.before
    now = first_days(connection, within(scope, kind))
    before = first_days(connection, within(scope, kind, previous)) if previous else {}
    return {
        name: Things(
            Sums(sum(now.get(name, {}).values()), sum(before.get(name, {}).values())), now.get(name, {})
        )
        for name in {**now, **before}
    }
