"""How fast lines are taken in, beside what the databases' own loaders do with the rows alone."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import median

import psycopg
from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table, create_engine

from storage.engine import open_engine
from storage.tables import events
from tests.bench import lines, orm
from tests.bench.company import LAST
from tests.bench.rows import Row
from tests.bench.store import FOLDER, POSTGRES, begin, driver_url
from tests.postgres import running

LINES, ROUNDS = 300_000, 3
LOADER, AGAIN, ORM, ORM_LINES = 0.30, 2.0, 100.0, 3_000
WHAT = f"ingest of {LINES // 1000},000 JSON lines"
JSONL, CSV, SQLITE = FOLDER / "ingest.jsonl", FOLDER / "ingest.csv", FOLDER / "ingest.sqlite3"
STARTER = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
BARE = MetaData()
# The columns and indexes of events, without anything that is checked.
Table(
    "loaded",
    BARE,
    *(Column(column.name, column.type) for column in events.columns),
    PrimaryKeyConstraint(*events.primary_key.columns.keys()),
    *(Index(f"loaded_{index.name}", *index.columns.keys()) for index in events.indexes),
)


@dataclass(frozen=True)
class Spent:
    """Seconds of a command, and the most memory that it held, in MB."""

    seconds: float
    memory: float


def rows() -> Iterator[Row]:
    """Both databases: first ingest beside the loader, sending again beside the first, and memory."""
    FOLDER.mkdir(exist_ok=True)
    lines.write(JSONL, LINES)
    yield from _rows("SQLite", _sqlite_url, _sqlite_import)
    with running(POSTGRES) as server:
        yield from _rows("Postgres", lambda: _postgres_url(server), lambda: _copy(server))


def _rows(database: str, fresh: Callable[[], str], load: Callable[[], float | None]) -> Iterator[Row]:
    first: list[Spent] = []
    again: list[Spent] = []
    loaded: list[float] = []
    for _ in range(ROUNDS):
        url = fresh()
        first.append(_ingest(url))
        again.append(_ingest(url))
        loaded += filter(None, [load()])
    seconds = median(spent.seconds for spent in first)
    loader = median(loaded) if loaded else None
    what = f"{WHAT}, beside its own loader" if loaded else f"{WHAT} (no sqlite3 here: not compared)"
    limit = LOADER if loaded else None
    yield Row(what, database, LINES / seconds, "lines/s", loader, limit, at_least=True)
    resent = LINES / median(spent.seconds for spent in again)
    yield Row(
        f"{WHAT} again, beside the first time",
        database,
        resent,
        "lines/s",
        LINES / seconds,
        AGAIN,
        at_least=True,
    )
    naive = ORM_LINES / _orm(url)
    what = f"{WHAT}, beside an ORM session that looks up, adds and updates {ORM_LINES:,} of them one by one"
    yield Row(what, database, LINES / seconds, "lines/s", naive, ORM, at_least=True)
    yield Row(f"{WHAT}, most memory", database, max(spent.memory for spent in first), "MB")


def _ingest(url: str) -> Spent:
    """The command as people type it, its start included, on a store that knows the company."""
    command = [sys.executable, "-m", "bot", "ingest", str(JSONL), "--today", str(LAST)]
    environment = os.environ | {"USAGE_DATABASE_URL": url}
    # A process counts the memory of the one that started it as its own, so a small one starts it.
    done = subprocess.run(
        [sys.executable, "-c", STARTER, *command], env=environment, stdout=subprocess.PIPE, check=True
    )
    seconds, kilobytes = done.stdout.split()
    return Spent(float(seconds), int(kilobytes) / 1024)


def _orm(url: str) -> float:
    """Seconds for the first lines of the file, on a store that knows the company."""
    with JSONL.open("rb") as file:
        first = [line.rstrip() for line in islice(file, ORM_LINES)]
    engine = open_engine(url)
    spent = orm.seconds(engine, first)
    engine.dispose()
    return spent


def _sqlite_url() -> str:
    for leftover in FOLDER.glob(f"{SQLITE.name}*"):
        leftover.unlink()
    url = f"sqlite:///{SQLITE}"
    begin(url)
    return url


def _postgres_url(server: str) -> str:
    with psycopg.connect(driver_url(server), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    begin(server)
    return server


def _sqlite_import() -> float | None:
    """The rows of events a second that sqlite3's `.import` takes in."""
    program = shutil.which("sqlite3")
    if program is None:
        return None
    copy = FOLDER / "import.sqlite3"
    for leftover in FOLDER.glob(f"{copy.name}*"):
        leftover.unlink()
    subprocess.run([program, str(SQLITE), ".mode csv", f".once {CSV}", "SELECT * FROM events"], check=True)
    BARE.create_all(create_engine(f"sqlite:///{copy}"))
    commands = ["PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", ".mode csv", f".import {CSV} loaded"]
    start = time.perf_counter()
    subprocess.run([program, str(copy), *commands], check=True, stdout=subprocess.DEVNULL)
    spent = time.perf_counter() - start
    with sqlite3.connect(copy) as connection:
        (number,) = connection.execute("SELECT count(*) FROM loaded").fetchone()
    connection.close()
    return float(number / spent)


def _copy(server: str) -> float:
    """The rows of events a second that a bare `COPY` takes in."""
    engine = create_engine(server)
    BARE.create_all(engine)
    engine.dispose()
    with psycopg.connect(driver_url(server)) as connection, connection.cursor() as cursor:
        with cursor.copy("COPY events TO STDOUT") as out:
            data = b"".join(bytes(block) for block in out)
        start = time.perf_counter()
        with cursor.copy("COPY loaded FROM STDIN") as into:
            into.write(data)
        connection.commit()
        spent = time.perf_counter() - start
        (number,) = cursor.execute("SELECT count(*) FROM loaded").fetchone() or (0,)
        return float(number / spent)
