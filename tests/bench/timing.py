"""Measures fairly: everything that is compared takes turns, warm, and the median counts."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import Engine, event

ROUNDS = 15
Task = Callable[[], object]


def medians(tasks: Mapping[str, Task], rounds: int = ROUNDS) -> dict[str, float]:
    """The median milliseconds of each task over interleaved rounds, after one that does not count."""
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds + 1):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            spent[name].append((time.perf_counter() - start) * 1000)
    return {name: median(each[1:]) for name, each in spent.items()}


@dataclass(frozen=True)
class Query:
    """What was sent to the driver."""

    sql: str
    parameters: Any

    def reads(self, *tables: str) -> bool:
        return any(f"FROM {table} " in self.sql.replace("\n", " ") for table in tables)


@contextmanager
def recorded(engine: Engine) -> Iterator[list[Query]]:
    """The queries that an engine sends meanwhile."""
    found: list[Query] = []

    def note(_connection: object, _cursor: object, sql: str, parameters: object, *_: object) -> None:
        found.append(Query(sql, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


Ask = Callable[[Query], list[Any]]


@contextmanager
def asking(engine: Engine) -> Iterator[Ask]:
    """Answers queries by the bare driver, all rows fetched, on one connection in one transaction.

    SQLite finds most of its rows while they are fetched, so a time without fetching would say nothing.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()

        def ask(query: Query) -> list[Any]:
            cursor.execute(query.sql, query.parameters)
            return list(cursor.fetchall())

        cursor.execute("BEGIN")
        yield ask
        connection.rollback()
    finally:
        connection.close()
