"""Opens a database so that SQLite and Postgres keep the same promises."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import said_plainly

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000")
# A server that is gone would else hold a thread for minutes. And Postgres plans a query that was prepared for
# any organisation and any days: it takes a few rows for granted, and reads slower than what planning costs.
POSTGRES = {"connect_timeout": 10, "prepare_threshold": None}


def is_url(text: str) -> bool:
    """Whether a database URL can be taken apart; why not is not said, since it may hold a password."""
    try:
        make_url(text)
    except (ArgumentError, ValueError):
        return False
    return True


def open_engine(url: str, pragmas: tuple[str, ...] = SQLITE_PRAGMAS) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql+psycopg://…`. Nothing is connected yet.

    Every ordinary SQLite transaction begins IMMEDIATE: deferred ones fail at once when two writers meet, and
    the driver's own mode loses updates silently.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, connect_args=POSTGRES)
    # One thread at a time uses a connection, though not always the one that opened it.
    engine = create_engine(parsed, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def on_connect(dbapi: sqlite3.Connection, _record: object) -> None:
        dbapi.isolation_level = None  # we send BEGIN ourselves
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("sqlite_readonly")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot for a whole report: what is committed meanwhile does not show, and no writer waits."""
    options = (
        {"sqlite_readonly": True}
        if engine.dialect.name == "sqlite"
        else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    )
    with said_plainly(), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: all of it is kept, or nothing."""
    with said_plainly(), engine.begin() as connection:
        yield connection
