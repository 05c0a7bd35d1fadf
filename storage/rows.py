"""The events behind a number, one by one, for those who want to see what was counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from sqlalchemy import ColumnElement, Connection, and_, select

from storage.store import ALL_PROJECTS, Days
from storage.tables import events
from storage.vocabulary import AUTOMATION


@dataclass(frozen=True)
class Source:
    """Which events a number counts: their kinds, the values of one column, whether people's own acts only."""

    kinds: tuple[str, ...]
    column: str = ""
    values: tuple[str, ...] = ()
    humans_only: bool = False

    def where(self, kind: str) -> ColumnElement[bool]:
        """Its rows of one kind in `events`."""
        e = events.c
        tests = [e.kind == kind]
        if self.column:
            tests.append(e[self.column].in_(self.values))
        if self.humans_only:
            tests += [e.person_id.is_not(None), e.role != AUTOMATION]
        return and_(*tests)


@dataclass(frozen=True)
class Place:
    """Where to look: an organisation, one of its projects or all (0), local days with the end exclusive."""

    org_id: int
    project_id: int
    days: Days


@dataclass(frozen=True)
class EventRow:
    """One event as it is stored, without whoever did it. `at` is UTC, `amount` lines or micro-credits."""

    at: datetime
    kind: str
    project_id: int | None
    role: str | None
    values: tuple[tuple[str, str], ...]  # origin, category, verdict and the like, as far as it has them
    amount: int


VALUES = ("category", "origin", "scenario_type", "layer", "verdict", "object", "purpose")


def latest_rows(connection: Connection, place: Place, source: Source, limit: int) -> tuple[EventRow, ...]:
    """The latest events behind a number, the newest first, at most so many.

    Each kind is asked for by itself: the index then gives its days in order, and few of them are read.
    """
    found = (row for kind in source.kinds for row in _of_kind(connection, place, source, (kind, limit)))
    return tuple(nlargest(limit, found, key=lambda row: row.at))


def _of_kind(
    connection: Connection, place: Place, source: Source, wanted: tuple[str, int]
) -> Iterator[EventRow]:
    e, (kind, limit) = events.c, wanted
    query = (
        select(e.occurred_at, e.kind, e.project_id, e.role, e.amount, *(e[name] for name in VALUES))
        .where(_inside(place), source.where(kind))
        .order_by(e.occurred_on.desc(), e.occurred_at.desc(), e.source, e.event_id)
        .limit(limit)
    )
    for at, _, project_id, role, amount, *values in connection.execute(query):
        said = tuple((name, value) for name, value in zip(VALUES, values, strict=True) if value)
        yield EventRow(at, kind, project_id, role, said, int(amount))


def _inside(place: Place) -> ColumnElement[bool]:
    e = events.c
    days = and_(e.org_id == place.org_id, e.occurred_on >= place.days[0], e.occurred_on < place.days[1])
    return days if place.project_id == ALL_PROJECTS else and_(days, e.project_id == place.project_id)
