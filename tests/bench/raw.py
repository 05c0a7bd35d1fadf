"""One project's page from tallies, beside the same numbers counted from the events themselves."""

import csv
import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Engine, make_url

from storage import kinds
from storage.engine import open_engine
from tests.bench.company import LAST
from tests.bench.peers import answered, installed
from tests.bench.rows import Row
from tests.bench.sections import DAYS, PROJECT, RANGE, TALLIED, ask_all, days_before, report_of
from tests.bench.store import FOLDER, say
from tests.bench.timing import Query, asking, medians, recorded

FASTER_THAN_RAW, FASTER_THAN_DUCKDB = 20.0, 2.0
COLUMNS = ("kind", "project_id", "occurred_on", "category", "origin", "role", "person_id")
BY = ("''", "category", "origin", "role", "person_id")
START, END = days_before(LAST, 2 * DAYS - 1), days_before(LAST, -1)
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


def queries(project_id: int) -> list[str]:
    """The events of a page's two periods, counted by day in every dimension of it."""
    where = (
        f"kind = '{kinds.QUESTION}' AND project_id = {project_id} "
        f"AND occurred_on >= '{START}' AND occurred_on < '{END}'"
    )
    return [
        f"SELECT occurred_on, {column}, count(*) FROM raw WHERE {where} GROUP BY 1, 2"  # noqa: S608
        for column in BY
    ]


def rows(database: str, url: str, project_id: int = 1) -> Iterator[Row]:
    """The queries of a page of one project, beside GROUP BY over a covering index."""
    engine = open_engine(url)
    _prepare(engine)
    words = f"questions {RANGE} project:{PROJECT}"
    with recorded(engine) as sent:
        report_of(engine, words)
    work = {
        "ours": [query for query in sent if query.reads(*TALLIED)],
        "raw": [Query(sql, ()) for sql in queries(project_id)],
    }
    with asking(engine) as ask:
        found = medians({name: partial(ask_all, ask, each) for name, each in work.items()}, rounds=5)
    what = f"queries of {words}"
    yield Row(
        f"{what}, beside GROUP BY over a covering index of the events",
        database,
        found["ours"],
        "ms",
        found["raw"],
        FASTER_THAN_RAW,
        faster=True,
    )
    yield from _duckdb(database, engine, what, found["ours"])
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE raw")
        connection.commit()
    engine.dispose()


def _prepare(engine: Engine) -> None:
    """The events' columns that such a page needs, in a table of their own under one covering index."""
    columns = ", ".join(COLUMNS)
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS raw")
        connection.exec_driver_sql(f"CREATE TABLE raw AS SELECT {columns} FROM events")  # noqa: S608
        connection.exec_driver_sql(f"CREATE INDEX ix_raw ON raw ({columns})")
        connection.commit()
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE raw")


def _duckdb(database: str, engine: Engine, what: str, ours: float) -> Iterator[Row]:
    """DuckDB is measured once: what it reads is the same whatever database it came from."""
    if engine.dialect.name != "sqlite" or (python := installed("duckdb")) is None:
        return
    path = FOLDER / "events.csv"
    _export(str(make_url(engine.url).database), path)
    say("DuckDB takes the events in")
    spent = answered(python, DUCKDB, path, 5, *queries(1))
    path.unlink()
    if spent is not None:
        title = f"{what}, beside DuckDB on the same events"
        yield Row(title, database, ours, "ms", spent, FASTER_THAN_DUCKDB, faster=True)


def _export(source: str, path: Any) -> None:
    with sqlite3.connect(source) as read, path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(read.execute(f"SELECT {', '.join(COLUMNS)} FROM raw"))  # noqa: S608
