"""One project's page from tallies, beside the same numbers counted from the events themselves."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, make_url

from storage import kinds
from storage.engine import open_engine
from storage.vocabulary import AUTOMATION
from tests.bench.company import LAST
from tests.bench.peers import answered, installed
from tests.bench.rows import Row
from tests.bench.sections import (
    DAYS,
    PROJECT,
    RANGE,
    TALLIED,
    ask_all,
    ask_and_read_all,
    days_before,
    report_of,
)
from tests.bench.store import FOLDER, say
from tests.bench.timing import Ask, Query, asking, medians, recorded

FASTER_THAN_RAW, FASTER_THAN_DUCKDB = 20.0, 2.0
COLUMNS = ("org_id", "kind", "project_id", "occurred_on", "category", "origin", "role", "person_id")
DRAWN = (("occurred_on",), *(("occurred_on", column) for column in ("category", "origin", "role")))
START, MIDDLE, END = (days_before(LAST, days) for days in (2 * DAYS - 1, DAYS - 1, -1))
WORDS = f"questions {RANGE} project:{PROJECT}"
DUCKDB = """
import duckdb, json, statistics, sys, time
path, rounds, *queries = sys.argv[1:]
db = duckdb.connect()
db.execute(f"CREATE TABLE raw AS SELECT * FROM read_csv('{path}', header = true, nullstr = '')")
spent = []
for _ in range(int(rounds) + 1):
    start = time.perf_counter()
    for query in queries:
        db.execute(query).fetchall()
    spent.append((time.perf_counter() - start) * 1000)
print(json.dumps(statistics.median(spent[1:])))
"""


def by_day() -> list[str]:
    """The events of a page counted by day in each of its dimensions, those of both periods in one query."""
    return [_count(columns, (START, END)) for columns in (*DRAWN, ("occurred_on", "person_id"))]


def by_need(top: tuple[int, ...]) -> list[str]:
    """The same, counted by day only where the page draws days: two queries for each dimension.

    People are drawn and compared only if they are at the top of their ranking.
    """
    now, before = (MIDDLE, END), (START, MIDDLE)
    human = f" AND person_id IS NOT NULL AND role <> '{AUTOMATION}'"
    chosen = f"{human} AND person_id IN ({', '.join(map(str, top))})"
    return [
        *(_count(columns, now) for columns in DRAWN),
        *(_count(columns[1:], before) for columns in DRAWN),
        _count(("person_id",), now, human),
        _count(("occurred_on", "person_id"), now, chosen),
        _count(("person_id",), before, chosen),
    ]


def _count(columns: tuple[str, ...], days: tuple[object, object], more: str = "") -> str:
    names = ", ".join(columns)
    where = (
        f"org_id = 1 AND kind = '{kinds.QUESTION}' AND project_id = 1 "
        f"AND occurred_on >= '{days[0]}' AND occurred_on < '{days[1]}'{more}"
    )
    grouped = f" GROUP BY {names}" if columns else ""
    return f"SELECT {', '.join((*columns, 'count(*)'))} FROM raw WHERE {where}{grouped}"  # noqa: S608


def rows(database: str, url: str) -> Iterator[Row]:
    """The queries of a page of one project, beside the quicker of two ways to count its events."""
    engine = open_engine(url)
    with recorded(engine) as sent:
        report_of(engine, WORDS)
    ours = [query for query in sent if query.reads(*TALLIED)]
    with _raw(engine) as copied, asking(engine) as ask, asking(copied) as ask_raw:
        ways = (by_day(), by_need(_top(ask_raw)))
        tasks = {str(n): partial(ask_all, ask_raw, [Query(q, ()) for q in way]) for n, way in enumerate(ways)}
        read = partial(ask_and_read_all, ask, ours)
        found = medians({"ours": partial(ask_all, ask, ours), "read": read, **tasks})
        raw = min(found["0"], found["1"])
        what = f"queries of {WORDS}, beside"
        title = f"{what} GROUP BY over a covering index of the events"
        yield Row(title, database, found["ours"], "ms", raw, FASTER_THAN_RAW, faster=True)
        yield Row(f"{title}, the JSON of packs read, too", database, found["read"], "ms", raw, faster=True)
        if engine.dialect.name == "sqlite":  # what DuckDB reads is the same whatever database it came from
            yield from _duckdb(f"{what} DuckDB on the same events", copied, found["ours"], ways)
    engine.dispose()


def _top(ask: Ask) -> tuple[int, ...]:
    """The ten people with the most questions."""
    counted = ask(Query(_count(("person_id",), (MIDDLE, END), " AND person_id IS NOT NULL"), ()))
    return tuple(person for person, _ in sorted(counted, key=lambda row: -row[1])[:10])


@contextmanager
def _raw(engine: Engine) -> Iterator[Engine]:
    """The columns of events that such a page needs, in a table of their own under one covering index.

    On SQLite in a file of its own, so that the store stays as it is; on Postgres beside the events.
    """
    columns = ", ".join(COLUMNS)
    making = (
        f"CREATE TABLE raw AS SELECT {columns} FROM events",  # noqa: S608
        f"CREATE INDEX ix_raw ON raw ({columns})",
    )
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in (*making, "VACUUM ANALYZE raw"):
                connection.exec_driver_sql(statement)
        yield engine
        return
    path = FOLDER / "raw.sqlite3"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as write:
        write.execute("ATTACH ? AS store", (str(make_url(engine.url).database),))
        for statement in making:
            write.execute(statement)
    write.close()
    copied = open_engine(f"sqlite:///{path}")
    yield copied
    copied.dispose()
    path.unlink()


def _duckdb(what: str, raw: Engine, ours: float, ways: tuple[list[str], ...]) -> Iterator[Row]:
    if (python := installed("duckdb")) is None:
        return
    path = FOLDER / "events.csv"
    _export(str(make_url(raw.url).database), path)
    say("DuckDB takes the events in")
    spent = [answered(python, DUCKDB, path, 5, *way) for way in ways]
    path.unlink()
    if None not in spent:
        yield Row(what, "SQLite", ours, "ms", min(spent), FASTER_THAN_DUCKDB, faster=True)


def _export(source: str, path: Path) -> None:
    with sqlite3.connect(source) as read, path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(read.execute(f"SELECT {', '.join(COLUMNS)} FROM raw"))  # noqa: S608
