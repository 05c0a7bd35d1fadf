"""Writes events and tallies in bulk: plain tuples on SQLite, COPY on Postgres."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, bindparam, update

from storage.contributions import AT, EventRow
from storage.ingest.copying import Row, Rows, copied
from storage.ingest.drafts import FILLED
from storage.rolling import reopen
from storage.tables import events

if TYPE_CHECKING:
    import psycopg

Filled = Mapping[str, Rows]  # by kind, the values of its columns in `FILLED`
MUTABLE = ("revision", "category", "scenario_type", "layer", "verdict", "amount", "content_hash")
KIND = AT["kind"]
PICK = {kind: itemgetter(*(AT[column] for column in columns)) for kind, columns in FILLED.items()}
KEY = "org_id, project_id, kind, dimension, day, value"
TALLY = f"{KEY}, events, amount"

AT_ONCE = 1_000  # rows of one statement; SQLite takes 32,766 values
# SQLite keeps pages in memory and copies them to its main file now and then, not after every chunk.
SQLITE_PRAGMAS = ("cache_size = -16384", "wal_autocheckpoint = 4000")
OUTGROWN = "SELECT reltuples < %s FROM pg_class WHERE oid = 'events'::regclass"
ADD = (
    f"ON CONFLICT ({KEY}) DO UPDATE SET events = tallies.events + excluded.events, "
    "amount = tallies.amount + excluded.amount"
)
CHANGES = "CREATE TEMPORARY TABLE IF NOT EXISTS tally_changes (LIKE tallies) ON COMMIT DROP"
COPY_CHANGES = f"COPY tally_changes ({TALLY}) FROM STDIN"
MERGE = f"INSERT INTO tallies ({TALLY}) SELECT {TALLY} FROM tally_changes ORDER BY {KEY} {ADD}"  # noqa: S608


def begin(connection: Connection) -> None:
    """Prepare a transaction for many rows; instants without a zone mean UTC in it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('TimeZone', 'UTC', true)")
        return
    for pragma in SQLITE_PRAGMAS:
        connection.exec_driver_sql(f"PRAGMA {pragma}")


def filled(rows: Iterable[EventRow]) -> dict[str, list[Row]]:
    """The rows of each kind without the columns that it leaves empty.

    Half the time of an insert goes into handing a database its values, empty ones too.
    """
    kinds: dict[str, list[EventRow]] = defaultdict(list)
    for row in rows:
        kinds[row[KIND]].append(row)
    return {kind: list(map(PICK[kind], same)) for kind, same in kinds.items()}


def insert_events(connection: Connection, events: Filled) -> None:
    """Insert new events."""
    for kind, rows in events.items():
        columns = ", ".join(FILLED[kind])
        if connection.dialect.name == "postgresql":
            _copy(connection, f"COPY events ({columns}) FROM STDIN", rows)
        else:
            places = ", ".join("?" * len(FILLED[kind]))
            statement = f"INSERT INTO events ({columns}) VALUES ({places})"  # noqa: S608
            connection.exec_driver_sql(statement, _plain(rows))
    if connection.dialect.name == "postgresql":
        _analyze(connection, sum(map(_number, events.values())))


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


def add_tallies(connection: Connection, org_id: int, days: Iterable[str], rows: Rows) -> None:
    """Add to an organisation's tallies of these days, in the order of their key: writers never deadlock."""
    reopen(connection, org_id, days)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(CHANGES)
        _copy(connection, COPY_CHANGES, rows)
        connection.exec_driver_sql(MERGE)
        connection.exec_driver_sql("TRUNCATE tally_changes")
    else:
        for statement, values in _statements("tallies", TALLY, _plain(rows)):
            connection.exec_driver_sql(f"{statement} {ADD}", values)


def _statements(table: str, columns: str, rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Statements of many rows each, and their values.

    SQLite lets other threads work during a statement, but not between the rows of an executemany.
    """
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        yield _insert(table, columns, len(some)), tuple(chain.from_iterable(some))


@lru_cache(maxsize=8)
def _insert(table: str, columns: str, rows: int) -> str:
    row = f"({', '.join('?' * (columns.count(',') + 1))})"
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * rows)}"  # noqa: S608


def _copy(connection: Connection, statement: str, rows: Rows) -> None:
    driver = cast("psycopg.Connection[object]", connection.connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(rows if isinstance(rows, bytes) else copied(rows))


def _plain(rows: Rows) -> Sequence[Row]:
    if isinstance(rows, bytes):
        raise TypeError("Only Postgres reads rows as text.")
    return rows


def _number(rows: Rows) -> int:
    return rows.count(b"\n") if isinstance(rows, bytes) else len(rows)
