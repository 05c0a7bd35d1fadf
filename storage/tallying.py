"""Rebuilds the tallies of an organisation from its events, and proves that they equal them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)

from storage.counts import COLUMNS, counts
from storage.engine import reading, writing
from storage.errors import StoreError
from storage.kinds import DIMENSIONS
from storage.months import month_sums, reopen_all, roll_up, rolled
from storage.tables import events, monthly_tallies, organizations, tallies
from storage.zones import local_days


@dataclass(frozen=True)
class Difference:
    """A tally that is not what the events say; `project_id` 0 is all projects.

    `counted` (from the events) and `tallied` (as stored) are a number of events and their amount.
    """

    project_id: int
    kind: str
    dimension: str
    day: date
    value: str
    counted: tuple[int, int]
    tallied: tuple[int, int]
    whole_month: bool = False  # from `day` on; then `counted` is what the tallies of its days say

    def __str__(self) -> str:
        place = f"project {self.project_id}" if self.project_id else "all projects"
        when = f"in the month from {self.day}" if self.whole_month else f"on {self.day}"
        tally = f"{self.kind} by {self.dimension or 'day'} “{self.value}” {when}, {place}"
        source = "its days" if self.whole_month else "events"
        return f"{tally}: {source} say {_pair(self.counted)}, tallies say {_pair(self.tallied)}"


def _pair(sums: tuple[int, int]) -> str:
    return f"{sums[0]} events (amount {sums[1]})"


def organisations(engine: Engine, slug: str | None = None) -> list[tuple[str, int]]:
    """The organisations of a store, or only the one named: slug and id. Raises `StoreError`."""
    with reading(engine) as connection:
        rows = connection.execute(select(organizations.c.slug, organizations.c.id)).all()
    found = sorted((row.slug, row.id) for row in rows if slug in (None, row.slug))
    if slug is not None and not found:
        known = ", ".join(sorted(row.slug for row in rows)) or "none yet"
        raise StoreError(f"There is no organisation “{slug}”. Known: {known}.")
    return found


def rebuild(engine: Engine, org_id: int) -> int:
    """Recompute the local days and all tallies of an organisation; how many tallies it has then.

    One transaction; ingest into the organisation waits for it, on Postgres by the lock on its row.
    """
    with writing(engine) as connection:
        return rebuild_within(connection, org_id)


def rebuild_within(connection: Connection, org_id: int) -> int:
    """`rebuild` as a part of the caller's transaction."""
    held = select(organizations.c.time_zone).where(organizations.c.id == org_id).with_for_update()
    _redate(connection, org_id, ZoneInfo(connection.execute(held).scalar_one()))
    reopen_all(connection, org_id)
    connection.execute(delete(tallies).where(tallies.c.org_id == org_id))
    for kind in DIMENSIONS:
        for count in counts(org_id, kind):
            connection.execute(insert(tallies).from_select(COLUMNS, count))
    roll_up(connection, org_id)
    stored = select(func.count()).select_from(tallies).where(tallies.c.org_id == org_id)
    return int(connection.execute(stored).scalar_one())


def _redate(connection: Connection, org_id: int, zone: ZoneInfo) -> None:
    """Give every event the local day of its instant. SQLite knows no zones, and Postgres has its own."""
    mine = events.c.org_id == org_id
    span = select(func.min(events.c.occurred_at), func.max(events.c.occurred_at)).where(mine)
    first, last = connection.execute(span).one()
    if first is None:
        return
    for start, end, day in local_days(zone, first, last):
        stretch = update(events).where(mine, events.c.occurred_at >= start, events.c.occurred_at < end)
        connection.execute(stretch.where(events.c.occurred_on != day).values(occurred_on=day))


def differences(engine: Engine, org_id: int) -> Iterator[Difference]:
    """Every tally of an organisation that does not equal its events, in the order of its key."""
    with reading(engine) as connection:
        for kind in sorted(DIMENSIONS):
            for row in connection.execute(_differing(org_id, kind)):
                yield _difference(kind, row)
        unknown = select(tallies).where(tallies.c.org_id == org_id, tallies.c.kind.not_in(DIMENSIONS))
        for row in connection.execute(unknown.where(or_(tallies.c.events != 0, tallies.c.amount != 0))):
            stored = (row.events, row.amount)
            yield Difference(row.project_id, row.kind, row.dimension, row.day, row.value, (0, 0), stored)
        for month in sorted(rolled(connection, org_id)):
            yield from _of_month(connection, org_id, month)


def _of_month(connection: Connection, org_id: int, month: date) -> Iterator[Difference]:
    """The tallies of a month that are not the sums of its days."""
    key, m = ("project_id", "kind", "dimension", "value"), monthly_tallies.c
    stored = select(monthly_tallies).where(m.org_id == org_id, m.month == month)
    found = [
        {tuple(row._mapping[name] for name in key): (int(row.events), int(row.amount)) for row in rows}
        for rows in (connection.execute(month_sums(connection, org_id, month)), connection.execute(stored))
    ]
    for place in sorted(set(found[0]) | set(found[1])):
        summed, tallied = (sums.get(place, (0, 0)) for sums in found)
        if summed != tallied:
            project_id, kind, dimension, value = place
            yield Difference(project_id, kind, dimension, month, value, summed, tallied, whole_month=True)


def _difference(kind: str, row: Row[Any]) -> Difference:
    counted, tallied = (int(row.events), int(row.amount)), (int(row.tallied), int(row.tallied_amount))
    return Difference(row.project_id, kind, row.dimension, row.day, row.value, counted, tallied)


def _differing(org_id: int, kind: str) -> Select[Any]:
    """Counts and tallies laid side by side, where their sums differ. A tally of 0 equals none."""
    fresh = union_all(*counts(org_id, kind)).subquery()
    key = ("project_id", "dimension", "day", "value")
    none = literal(0)
    stored = select(*(tallies.c[name] for name in key), none, none, tallies.c.events, tallies.c.amount).where(
        tallies.c.org_id == org_id, tallies.c.kind == kind
    )
    counted = select(
        *(fresh.c[name] for name in key),
        fresh.c.events.label("events"),
        fresh.c.amount.label("amount"),
        none.label("tallied"),
        none.label("tallied_amount"),
    )
    both = union_all(counted, stored).subquery()
    keys = [both.c[name] for name in key]
    sums = {name: func.sum(both.c[name]) for name in ("events", "amount", "tallied", "tallied_amount")}
    unequal = or_(sums["events"] != sums["tallied"], sums["amount"] != sums["tallied_amount"])
    labels = (total.label(name) for name, total in sums.items())
    return select(*keys, *labels).group_by(*keys).having(unequal).order_by(*keys)
