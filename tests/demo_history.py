"""The demo history, ingested once per database for all tests that recount it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine

from bot.clock import Today
from bot.demo_data import lines
from reports.parts import Figure, Table
from reports.report import Report
from storage.engine import open_engine
from tests import databases
from tests.databases import Template
from tests.recount import Cut, History
from tests.usage_lines import ask as ask_on
from tests.usage_lines import part, take

END = date(2026, 11, 30)
NOW = Today.parse("2026-12-01T04:00")
PROJECTS = (None, "storefront", "payments-api", "mobile-app", "data-platform")
RANGES = (
    "2026-11 daily",
    "last-90d weekly",
    "2025-12-15..2026-02-10 weekly",  # the end of a contract, the gap, the start of the next
    "2026-03-01..2026-03-15 daily",  # a day of 23 hours
    "2026-10-20..2026-11-12 weekly",  # a day of 25 hours
    "2025-10-01..2025-10-20 daily",
    "all monthly",
)
Ask = Callable[[str], Report]
Asked = Iterator[tuple[Report, Cut]]


@pytest.fixture(scope="session")
def demo_texts() -> tuple[str, ...]:
    return tuple(lines(END))


@pytest.fixture(scope="session")
def history(demo_texts: tuple[str, ...]) -> History:
    """What there is to count, read off the lines."""
    return History(demo_texts, "acme")


@pytest.fixture(scope="session", params=databases.NAMES)
def demo_engine(
    request: pytest.FixtureRequest,
    sqlite_template: Template,
    postgres_template: Callable[[str], Template],
    tmp_path_factory: pytest.TempPathFactory,
    demo_texts: tuple[str, ...],
) -> Iterator[Engine]:
    """An engine on a database that holds the demo history."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("history")
        with holding(databases.sqlite_copy(sqlite_template, folder), demo_texts) as engine:
            yield engine
        return
    template = postgres_template(request.param)
    with databases.postgres_copy(template) as url, holding(url, demo_texts) as engine:
        yield engine


@pytest.fixture(scope="session")
def ask(demo_engine: Engine) -> Ask:
    """Asks a database that holds the demo history."""
    return lambda words: ask_on(demo_engine, words, today=NOW)


@contextmanager
def holding(url: str, texts: tuple[str, ...]) -> Iterator[Engine]:
    engine = open_engine(url)
    receipt = take(engine, texts, NOW)
    assert (receipt.rejected, receipt.conflict, receipt.parked) == (0, 0, 0)
    yield engine
    engine.dispose()


def asked(ask: Ask, section: str, words: str) -> Asked:
    """The section for all projects and for each, with what it covers."""
    for project in PROJECTS:
        found = ask(f"{section} {words} project:{project or 'all'}")
        yield found, Cut(found.scope.period.start, found.scope.period.end, project)


def numbered(found: Report, key: str) -> list[tuple[object, ...]]:
    """The rows of a table down to their first number."""
    table = part(found, Table, key)
    return [row[: table.labels + 1] for row in table.rows]


def step(words: str) -> str:
    return words.split()[1]


def assert_compared(figure: Figure, now: object, before: object, history: History, cut: Cut) -> None:
    """The number, and the one before it unless the days before have no data."""
    known = str(cut.before().start) >= history.org["data_start_on"]
    assert (figure.now, figure.before) == (now, before if known else None)
