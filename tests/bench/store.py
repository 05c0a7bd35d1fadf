"""The store that is measured: as many events as wished, on SQLite kept between runs, on Postgres copied."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import time as clock_time
from operator import itemgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import Engine, Table, make_url, select

from storage.contributions import contributions
from storage.engine import open_engine, reading, writing
from storage.ingest import ingest, input_file
from storage.migrate import head, upgrade
from storage.rolling import roll_up
from storage.tables import (
    events,
    metadata,
    organizations,
    packed_days,
    packed_tallies,
    people,
    projects,
    stages,
    tallies,
)
from tests.bench import company
from tests.bench.history import History, Ids
from tests.postgres import running

VERSION = 3  # of what is generated: a stored one of another version is made anew
FOLDER = Path(__file__).parents[2] / ".bench"
POSTGRES = 16
PACKED = (packed_days, packed_tallies)
FAST = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000")
RESTORING = ("session_replication_role = replica", "TIME ZONE 'UTC'", "maintenance_work_mem = '512MB'")


def sqlite_store(count: int) -> str:
    """The URL of a SQLite store with about so many events, made if there is none yet."""
    path = FOLDER / f"store-{count}-v{VERSION}-{head()}.sqlite3"
    if not path.exists():
        FOLDER.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        for leftover in FOLDER.glob(f"{unfinished.name}*"):
            leftover.unlink()
        started = time.monotonic()
        _make(unfinished, count)
        unfinished.rename(path)
        say(f"{path.name}: {time.monotonic() - started:.0f} s")
    return f"sqlite:///{path}"


def _make(path: Path, count: int) -> None:
    started = time.monotonic()
    ids = begin(f"sqlite:///{path}")
    with sqlite3.connect(path, isolation_level=None) as connection:
        for pragma in FAST:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for number, day in enumerate(History(count, ids).days()):
            _add(connection, ids.org, day)
            if number % 60 == 0:
                say(f"day {number} of {company.DAYS}, {time.monotonic() - started:.0f} s")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    _roll_up(f"sqlite:///{path}", ids.org)


def _roll_up(url: str, org_id: int) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        roll_up(connection, org_id)
    engine.dispose()


def _add(connection: sqlite3.Connection, org_id: int, day: list[tuple[Any, ...]]) -> None:
    """One day, counted as ingest counts it: no tally of a day changes on another."""
    counted = sorted((org_id, *key, *change) for key, change in contributions(day).items())
    connection.executemany(f"INSERT INTO events VALUES ({_marks(events.columns)})", day)  # noqa: S608
    connection.executemany(f"INSERT INTO tallies VALUES ({_marks(tallies.columns)})", counted)  # noqa: S608


def _marks(columns: Any) -> str:
    return ", ".join("?" * len(columns))


def begin(url: str) -> Ids:
    """Create a store with the company and nothing that happened, sent in as any other; its ids."""
    upgrade(url)
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / "company.jsonl"
    path.write_text("\n".join(company.lines()), encoding="utf-8")
    engine = open_engine(url)
    receipt = ingest(engine, [input_file(path)], end_of_history)
    if not receipt.is_clean:
        raise AssertionError(receipt.errors)
    try:
        return _ids(engine)
    finally:
        engine.dispose()


def end_of_history(zone: ZoneInfo) -> datetime:
    """The moment up to which things happened."""
    return datetime.combine(company.LAST, clock_time(23, 59), zone)


def _ids(engine: Engine) -> Ids:
    with reading(engine) as connection:
        org = connection.execute(select(organizations.c.id)).scalar_one()
        found = [
            tuple(connection.execute(select(table.c.id).order_by(table.c.external_id)).scalars())
            for table in (projects, people)
        ]
        by_project: dict[int, list[int]] = {}
        query = select(stages.c.project_id, stages.c.id).order_by(stages.c.project_id, stages.c.position)
        for project_id, stage_id in connection.execute(query):
            by_project.setdefault(project_id, []).append(stage_id)
    own = tuple(tuple(by_project[project]) for project in found[0] if project in by_project)
    return Ids(org, found[0], found[1], own)


@contextmanager
def postgres_store(source: str) -> Iterator[str]:
    """The URL of a fresh Postgres with everything that a SQLite store holds, gone afterwards.

    It is filled as a dump is restored: indexes last, and rows of a store that checked them not checked again.
    """
    with running(POSTGRES) as url:
        upgrade(url)
        say("copying it to Postgres")
        started = time.monotonic()
        with (
            sqlite3.connect(str(make_url(source).database)) as read,
            psycopg.connect(driver_url(url)) as write,
        ):
            for setting in RESTORING:
                write.execute(f"SET {setting}")
            for table in metadata.sorted_tables:
                if table in PACKED:
                    continue
                with _indexed_afterwards(write, table):
                    _copy(read, write, table)
        read.close()
        _roll_up(url, 1)  # each database packs days in its own way
        with psycopg.connect(driver_url(url), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")  # autovacuum does it in time; the measurements cannot wait
        say(f"copied to Postgres: {time.monotonic() - started:.0f} s")
        yield url


@contextmanager
def _indexed_afterwards(write: psycopg.Connection[Any], table: Table) -> Iterator[None]:
    """Drop the indexes of a table that grows, and build the very same once it is filled."""
    if table not in (events, tallies):
        yield
        return
    key = f"pk_{table.name}"
    query = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname <> %s"
    others = write.execute(query, (table.name, key)).fetchall()
    definition = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
    (primary,) = write.execute(definition, (key,)).fetchone() or ("",)
    write.execute(f"ALTER TABLE {table.name} DROP CONSTRAINT {key}")
    for name, _ in others:
        write.execute(f"DROP INDEX {name}")
    yield
    write.execute(f"ALTER TABLE {table.name} ADD CONSTRAINT {key} {primary}")
    for _, again in others:
        write.execute(again)


def _copy(read: sqlite3.Connection, write: psycopg.Connection[Any], table: Table) -> None:
    names = [f'"{column.name}"' for column in table.columns]
    # SQLite puts the cells of a row together, many times quicker than we could.
    line = " || char(9) || ".join(f"coalesce({name}, '\\N')" for name in names)
    # Tallies lie on the pages of Postgres in the order of their days, as they came.
    order = " ORDER BY day" if table is tallies else ""
    rows = read.execute(f'SELECT {line} || char(10) FROM "{table.name}"{order}')  # noqa: S608
    with write.cursor().copy(f'COPY "{table.name}" ({", ".join(names)}) FROM STDIN') as copy:
        while batch := rows.fetchmany(10_000):
            copy.write("".join(map(itemgetter(0), batch)))


def driver_url(url: str) -> str:
    """What psycopg calls the same database."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def say(text: str) -> None:
    print(f"  {text}", flush=True)  # noqa: T201
