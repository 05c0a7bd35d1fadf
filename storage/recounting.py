"""The tallies counted anew from the events by the database: to rebuild them, and to prove them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Subquery,
    String,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)

from storage.engine import reading, writing
from storage.ingest.instants import local_days
from storage.kinds import ACTIVITY, ACTS, DIMENSIONS, Dimension
from storage.tables import events, organizations, tallies
from storage.tallying import IDS
from storage.vocabulary import AUTOMATION

KEY = ("project_id", "kind", "dimension", "day", "value")


@dataclass(frozen=True)
class Difference:
    """A tally that is not what the events say. `counted` and `tallied` are (events, amount)."""

    project_id: int
    kind: str
    dimension: str
    day: date
    value: str
    counted: tuple[int, int]
    tallied: tuple[int, int]


def rebuild(engine: Engine, org_id: int) -> int:
    """Recompute local days and all tallies of an organisation in one transaction; how many tallies there are.

    Ingest into the organisation waits meanwhile, on Postgres by the lock on its row.
    """
    with writing(engine) as connection:
        return rebuild_within(connection, org_id)


def rebuild_within(connection: Connection, org_id: int) -> int:
    """`rebuild` in the caller's transaction."""
    held = select(organizations.c.time_zone).where(organizations.c.id == org_id).with_for_update()
    _redate(connection, org_id, ZoneInfo(connection.execute(held).scalar_one()))
    connection.execute(delete(tallies).where(tallies.c.org_id == org_id))
    for kind, dimensions in DIMENSIONS.items():
        for dimension in dimensions:
            for query in _counts(org_id, kind, dimension):
                connection.execute(insert(tallies).from_select(["org_id", *KEY, "events", "amount"], query))
    rows = select(func.count()).select_from(tallies).where(tallies.c.org_id == org_id)
    return int(connection.execute(rows).scalar_one())


def _redate(connection: Connection, org_id: int, zone: ZoneInfo) -> None:
    """Set the local day of every event by its instant: SQLite knows no zones, and Postgres other ones."""
    span = select(func.min(events.c.occurred_at), func.max(events.c.occurred_at)).where(
        events.c.org_id == org_id
    )
    first, last = connection.execute(span).one()
    if first is None:
        return
    for start, end, day in local_days(zone, first, last):
        stretch = (events.c.occurred_at >= start, events.c.occurred_at < end, events.c.occurred_on != day)
        mine = update(events).where(events.c.org_id == org_id, *stretch)
        connection.execute(mine.values(occurred_on=day))


def _counts(org_id: int, kind: str, dimension: Dimension) -> tuple[Select[Any], Select[Any]]:
    """A dimension counted over all projects, and by project."""
    return (
        _count(org_id, kind, dimension, literal(0).label("project_id")),
        _count(org_id, kind, dimension, events.c.project_id.label("project_id")).where(
            events.c.project_id.is_not(None)
        ),
    )


def _count(org_id: int, kind: str, dimension: Dimension, place: ColumnElement[int]) -> Select[Any]:
    value = _value(dimension).label("value")
    rows = (
        select(
            place,
            events.c.occurred_on.label("day"),
            value,
            events.c.amount.label("amount"),
        )
        .where(events.c.org_id == org_id, events.c.kind.in_(ACTS if kind == ACTIVITY else (kind,)))
        .where(*(events.c[column].is_not(None) for column in dimension.columns if column in IDS))
    )
    if dimension.humans_only:
        rows = rows.where(events.c.person_id.is_not(None), events.c.role != AUTOMATION)
    one = rows.subquery()
