"""Writes events and tallies in bulk: plain tuples on SQLite, COPY on Postgres."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, update

from storage.contributions import AT, COLUMNS, Changes, EventRow
from storage.tables import events

MUTABLE = ("revision", "category", "scenario_type", "layer", "verdict", "amount", "content_hash")
TALLY = "org_id, project_id, kind, dimension, day, value, events, amount"
TALLY_KEY = "org_id, project_id, kind, dimension, day, value"
ADD = (
    f"ON CONFLICT ({TALLY_KEY}) DO UPDATE SET events = tallies.events + excluded.events, "
    "amount = tallies.amount + excluded.amount"
)


def begin(connection: Connection) -> None:
    """Make instants without a zone mean UTC, for this transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('TimeZone', 'UTC', true)")


def insert_events(connection: Connection, rows: list[EventRow]) -> None:
    """Insert new events, their columns in order."""
    columns = ", ".join(COLUMNS)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY events ({columns}) FROM STDIN", rows)
    elif rows:
        marks = ", ".join("?" * len(COLUMNS))
        connection.exec_driver_sql(f"INSERT INTO events ({columns}) VALUES ({marks})", rows)


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
        connection.exec_driver_sql(
            "CREATE TEMPORARY TABLE IF NOT EXISTS tally_changes (LIKE tallies) ON COMMIT DROP"
        )
        _copy(connection, f"COPY tally_changes ({TALLY}) FROM STDIN", rows)
        chosen = f"SELECT {TALLY} FROM tally_changes ORDER BY {TALLY_KEY}"
        connection.exec_driver_sql(f"INSERT INTO tallies ({TALLY}) {chosen} {ADD}")
        connection.exec_driver_sql("TRUNCATE tally_changes")
    elif rows:
        connection.exec_driver_sql(
            f"INSERT INTO tallies ({TALLY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) {ADD}", rows
        )


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
