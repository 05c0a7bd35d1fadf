"""The rule by which a later statement about a thing replaces an earlier one (D-55)."""

from typing import Any

from sqlalchemy import Row, Table, insert, select, update

from storage.ingest.fate import DUPLICATE, IGNORED, INSERTED, UPDATED, Fate, Stamp, conflict
from storage.ingest.instants import moment_of
from storage.ingest.organisation import Organisation


def latest_wins(stored: Row[Any] | None, stamp: Stamp) -> Fate:
    """What a statement does to the stored one: a later `at` wins, an equal one must say the same (E16)."""
    if stored is None:
        return INSERTED
    at = moment_of(stamp.when)
    if stored.set_at is None or at > stored.set_at:
        return UPDATED
    if at < stored.set_at:
        return IGNORED
    if stored.content_hash == stamp.content:
        return DUPLICATE
    return conflict("Another line says something else about this at the same instant; the first one is kept.")


def stored_row(org: Organisation, table: Table, **key: object) -> Row[Any] | None:
    """The row of an organisation's thing, by its unique key."""
    matches = [table.c[name] == value for name, value in key.items()]
    return org.connection.execute(select(table).where(table.c.org_id == org.id, *matches)).one_or_none()


def write(org: Organisation, table: Table, stored: Row[Any] | None, values: dict[str, Any]) -> int:
    """Insert a thing or update its stored row; its id."""
    if stored is None:
        new = insert(table).values(org_id=org.id, **values).returning(table.c.id)
        return int(org.connection.execute(new).scalar_one())
    org.connection.execute(update(table).where(table.c.id == stored.id).values(**values))
    return int(stored.id)


def marks(stamp: Stamp) -> dict[str, Any]:
    """The columns that remember which statement set a row."""
    return {"set_at": moment_of(stamp.when), "content_hash": stamp.content}
