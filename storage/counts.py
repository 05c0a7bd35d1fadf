"""Events counted by the database in every dimension of their kind: what the tallies have to equal."""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select

from storage.contributions import IDS
from storage.kinds import ACTIVITY, ACTS, DIMENSIONS, Dimension
from storage.tables import events
from storage.vocabulary import AUTOMATION

COLUMNS = ("org_id", "project_id", "kind", "dimension", "day", "value", "events", "amount")


def counts(org_id: int, kind: str) -> Iterator[Select[Any]]:
    """Every dimension of a kind, counted over all projects and by project: rows for `tallies`."""
    by_project = events.c.project_id
    for dimension in DIMENSIONS[kind]:
        mine: Select[Any] = _counted_events(org_id, kind, dimension)
        yield _count(kind, dimension, mine.add_columns(literal(0).label("project_id")))
        yield _count(kind, dimension, mine.add_columns(by_project).where(by_project.is_not(None)))


def _counted_events(org_id: int, kind: str, dimension: Dimension) -> Select[Any]:
    kinds = sorted(ACTS) if kind == ACTIVITY else [kind]
    columns = [events.c[name] for name in dimension.columns]
    chosen: Select[Any] = (
        select(events.c.org_id, events.c.occurred_on, events.c.amount, _value(columns).label("value"))
        .where(events.c.org_id == org_id, events.c.kind.in_(kinds))
        .where(*(column.is_not(None) for column in columns if column.name in IDS))
    )
    if dimension.humans_only:
        return chosen.where(events.c.person_id.is_not(None), events.c.role != AUTOMATION)
    return chosen


def _value(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    """The columns as one text, joined by “|”; an empty one is “”."""
    parts: list[ColumnElement[str]] = [func.coalesce(cast(column, String), "") for column in columns]
    return reduce(lambda left, right: left.concat("|").concat(right), parts) if parts else literal("", String)


def _count(kind: str, dimension: Dimension, chosen: Select[Any]) -> Select[Any]:
    """Chosen events grouped: from a subquery, as Postgres takes an expression given twice for two."""
    one = chosen.subquery()
    names = [one.c.org_id, one.c.project_id, literal(kind), literal(dimension.name).label("dimension")]
    return select(
        *names,
        one.c.occurred_on.label("day"),
        one.c.value,
        func.count().label("events"),
        func.sum(one.c.amount).label("amount"),
    ).group_by(one.c.org_id, one.c.project_id, one.c.occurred_on, one.c.value)
