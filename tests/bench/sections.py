"""How long the queries of every section take for the last 30 days, and a bare scan of the tallies."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from pydantic_core import from_json
from sqlalchemy import ColumnElement, Engine, func, select

from bot.clock import Today
from bot.replies.counting import Reader, report
from reports.report import Report
from reports.request import Request
from reports.section import Need
from reports.sections import SECTIONS
from storage import kinds
from storage.engine import open_engine, reading
from storage.packs import dimensions
from storage.store import ALL_PROJECTS
from storage.tables import tallies
from tests.bench.company import LAST, PROJECTS
from tests.bench.rows import Row
from tests.bench.timing import Ask, Query, asking, medians, recorded

RANGE, PROJECT = "last-30d", "project-01"
DAYS = 30
YEAR = "last-365d"
READER = Reader(alone=True, clock=Today(LAST), every_breakdown=True)
t = tallies.c
PACKED = "packed_days"
TALLIED = ("tallies", "monthly_tallies", "rolled_months", PACKED)
FRESHNESS = "max(events.occurred_at)"  # no count: one look into an index
TALLIES_LIMIT, DISTINCT_LIMIT, FLOOR_LIMIT, YEAR_LIMIT = 50.0, 250.0, 2.5, 1.0
GROWTH_LIMIT = 1.2
DIMENSIONS = ("", "category", "origin", "role", "person")  # of questions, as their page has them


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one request: its tallies together, its slowest count of distinct things, all of it."""

    words: str
    queries: int
    tallies: float
    distinct: float
    report: float


def requests() -> Iterator[str]:
    """Every section with all its breakdowns, of all projects and of the busiest one."""
    for section in SECTIONS:
        if section.needs is not Need.PROJECT:
            yield f"{section.name} {RANGE}"
        yield f"{section.name} {RANGE} project:{PROJECT}"


def timed(engine: Engine, words: str) -> Timed:
    """Measure one request, its queries alone and the whole of it."""
    whole = partial(report_of, engine, words)
    with recorded(engine) as queries:
        whole()
    stored = [query for query in queries if query.reads(*TALLIED)]
    distinct = [query for query in queries if query.reads("events") and FRESHNESS not in query.sql]
    with asking(engine) as ask:
        tasks = {f"distinct {n}": partial(ask, query) for n, query in enumerate(distinct)}
        found = medians({"tallies": partial(ask_all, ask, stored), "report": whole, **tasks})
    slowest = max((ms for name, ms in found.items() if name.startswith("distinct")), default=0.0)
    return Timed(words, len(queries), found["tallies"], slowest, found["report"])


def report_of(engine: Engine, words: str) -> Report:
    return report(engine, Request.parse(words), lambda store: store.organization("acme"), READER)


def rows(database: str, url: str) -> Iterator[Row]:
    """The limits of every section, then the queries of one page against the bare scan."""
    engine = open_engine(url)
    for words in requests():
        found = timed(engine, words)
        yield Row(f"{words}: tallies", database, found.tallies, "ms", limit=TALLIES_LIMIT)
        if found.distinct:
            what = f"{words}: slowest count of distinct things"
            yield Row(what, database, found.distinct, "ms", limit=DISTINCT_LIMIT)
        yield Row(f"{words}: whole report, {found.queries} queries", database, found.report, "ms")
    yield from floors(database, engine)
    yield from widest(database, engine)
    engine.dispose()


def floors(database: str, engine: Engine) -> Iterator[Row]:
    """The queries of a page with trend and all breakdowns, beside a bare scan of the rows they read.

    The rows are fetched, as the page's own are; for information they are also summed inside the database,
    which no page can be made of.
    """
    words = f"questions {RANGE}"
    with recorded(engine) as queries:
        report_of(engine, words)
    work = {
        "ours": [query for query in queries if query.reads(*TALLIED)],
        "fetched": _scans(engine, t.value, t.events, t.amount),
        "summed": _scans(engine, func.sum(t.events), func.sum(t.amount)),
    }
    with asking(engine) as ask:
        found = medians({name: partial(ask_all, ask, each) for name, each in work.items()})
    what = f"queries of {words} with trend and all breakdowns, beside a primary-key range scan"
    yield Row(f"{what}, fetched", database, found["ours"], "ms", found["fetched"], FLOOR_LIMIT)
    yield Row(f"{what}, summed", database, found["ours"], "ms", found["summed"])


def ask_all(ask: Ask, queries: list[Query]) -> None:
    for query in queries:
        ask(query)


def ask_and_read_all(ask: Ask, queries: list[Query]) -> None:
    """The same, and the JSON of packs read as a report reads it, which other queries have no need of."""
    for query in queries:
        found = ask(query)
        if query.reads(PACKED):
            numbers: dict[str, list[str]] = defaultdict(list)
            for *_, pack in found:
                for name, text in dimensions(pack or "").items():
                    numbers[name].append(text)
            for texts in numbers.values():
                from_json(f"[{','.join(texts)}]")


def widest(database: str, engine: Engine) -> Iterator[Row]:
    """A page of a year of all projects, beside a bare scan of all tallies of days that it covers."""
    words, days = f"questions {YEAR}", 365
    with recorded(engine) as queries:
        report_of(engine, words)
    work = {
        "ours": [query for query in queries if query.reads(*TALLIED)],
        "fetched": _scans(engine, t.value, t.events, t.amount, days=days),
        "summed": _scans(engine, func.sum(t.events), func.sum(t.amount), days=days),
    }
    with asking(engine) as ask:
        found = medians({name: partial(ask_all, ask, each) for name, each in work.items()}, rounds=5)
    what = f"queries of {words}, all projects, all breakdowns, beside a scan of the daily tallies covered"
    yield Row(f"{what}, fetched", database, found["ours"], "ms", found["fetched"], YEAR_LIMIT)
    yield Row(f"{what}, summed", database, found["ours"], "ms", found["summed"])


def growth(database: str, small: str, large: str) -> Iterator[Row]:
    """The queries of a page in two stores, one with more events than the other."""
    engines = {"small": open_engine(small), "large": open_engine(large)}
    words = f"questions {RANGE}"
    with ExitStack() as stack:
        tasks = {}
        for name, engine in engines.items():
            with recorded(engine) as sent:
                report_of(engine, words)
            ask = stack.enter_context(asking(engine))
            tasks[name] = partial(ask_all, ask, [query for query in sent if query.reads(*TALLIED)])
        found = medians(tasks)
    for engine in engines.values():
        engine.dispose()
    what = f"growth: queries of {words} in the larger store, beside the smaller"
    yield Row(what, database, found["large"], "ms", found["small"], GROWTH_LIMIT)


def days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def _scans(engine: Engine, *columns: ColumnElement[Any], days: int = DAYS) -> list[Query]:
    """Every stretch of the primary key that holds such tallies, in the period and the one before it."""
    start, end = days_before(LAST, 2 * days - 1), days_before(LAST, -1)
    rows = select(*columns).where(t.org_id == 1, t.kind == kinds.QUESTION, t.day >= start, t.day < end)
    with recorded(engine) as queries, reading(engine) as connection:
        for dimension in DIMENSIONS:
            connection.execute(rows.where(t.project_id == ALL_PROJECTS, t.dimension == dimension))
        for project in range(1, PROJECTS + 1):
            connection.execute(rows.where(t.project_id == project, t.dimension == ""))
    return [query for query in queries if query.reads(*TALLIED)]
