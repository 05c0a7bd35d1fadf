"""Rebuilds the tallies of an organisation from its events."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from storage.counts import COLUMNS, counts
from storage.engine import reading, writing
from storage.errors import StoreError
from storage.kinds import DIMENSIONS
from storage.rolling import reopen_all, roll_up
from storage.tables import events, organizations, tallies
from storage.zones import local_days


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
