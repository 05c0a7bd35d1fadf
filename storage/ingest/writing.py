"""Writes events and tallies in bulk: plain tuples on SQLite, COPY on Postgres."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, bindparam, update

from storage.contributions import AT, COLUMNS, Changes, EventRow
from storage.tables import events

if TYPE_CHECKING:
    import psycopg

MUTABLE = ("revision", "category", "scenario_type", "layer", "verdict", "amount", "content_hash")
EVENT = ", ".join(COLUMNS)
KEY = "org_id, project_id, kind, dimension, day, value"
TALLY = f"{KEY}, events, amount"

INSERT_EVENT = f"INSERT INTO events ({EVENT}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
OUTGROWN = "SELECT reltuples < %s FROM pg_class WHERE oid = 'events'::regclass"
COPY_EVENTS = f"COPY events ({EVENT}) FROM STDIN"
ADD = (
    f"ON CONFLICT ({KEY}) DO UPDATE SET events = tallies.events + excluded.events, "
    "amount = tallies.amount + excluded.amount"
)
ADD_TALLY = f"INSERT INTO tallies ({TALLY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) {ADD}"  # noqa: S608
CHANGES = "CREATE TEMPORARY TABLE IF NOT EXISTS tally_changes (LIKE tallies) ON COMMIT DROP"
COPY_CHANGES = f"COPY tally_changes ({TALLY}) FROM STDIN"
MERGE = f"INSERT INTO tallies ({TALLY}) SELECT {TALLY} FROM tally_changes ORDER BY {KEY} {ADD}"  # noqa: S608


def begin(connection: Connection) -> None:
    """Make instants without a zone mean UTC, for this transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('TimeZone', 'UTC', true)")


def insert_events(connection: Connection, rows: list[EventRow]) -> None:
    """Insert new events, their columns in order."""
    if connection.dialect.name == "postgresql":
        _copy(connection, COPY_EVENTS, rows)
        _analyze(connection, len(rows))
    elif rows:
        connection.exec_driver_sql(INSERT_EVENT, rows)


def _analyze(connection: Connection, inserted: int) -> None:
    """Renew Postgres's statistics of events if it believes there are fewer than were just inserted.

    A small table's indexes all look alike to it, so it would look events up in another than the primary key:
    its own daemon comes a minute later, and until then each chunk takes longer than the one before.
    """
    if inserted and connection.exec_driver_sql(OUTGROWN, (inserted,)).scalar_one():
        connection.exec_driver_sql("ANALYZE events")


def update_events(connection: Connection, rows: list[EventRow]) -> None:
    """Give stored events the mutable columns of these rows."""
    if not rows:
        return
    mine = [events.c[name] == bindparam(f"key_{name}") for name in ("org_id", "source", "event_id")]
    changed = update(events).where(*mine).values({name: bindparam(f"new_{name}") for name in MUTABLE})
    values = [
        {f"key_{name}": row[AT[name]] for name in ("org_id", "source", "event_id")}
        | {f"new_{name}": row[AT[name]] for name in MUTABLE}
        for row in rows
    ]
    connection.execute(changed, values)


def add_tallies(connection: Connection, org_id: int, changes: Changes) -> None:
    """Add changes to an organisation's tallies, in the order of their key, so that writers never deadlock."""
    rows = [(org_id, *key, *change) for key, change in sorted(changes.items())]
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(CHANGES)
        _copy(connection, COPY_CHANGES, rows)
        connection.exec_driver_sql(MERGE)
        connection.exec_driver_sql("TRUNCATE tally_changes")
    elif rows:
        connection.exec_driver_sql(ADD_TALLY, rows)


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    driver = cast("psycopg.Connection[object]", connection.connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
