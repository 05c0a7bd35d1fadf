"""What every test can ask for: databases, a clean environment, a browser; and what the run says of them."""

import os
import shutil
import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine
from hypothesis import settings
from sqlalchemy import Engine

from storage.engine import open_engine
from tests import databases
from tests.databases import IN_CI, Fill, Template
from tests.demo_history import ask, demo_engine, demo_texts, history
from tests.open_door import opened, quick, store
from tests.postgres import PostgresUnavailable

__all__ = [
    "ask",
    "demo_engine",
    "demo_texts",
    "history",
    "opened",
    "quick",
    "store",
]  # fixtures for every test

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
RecordProperty = Callable[[str, object], None]
Filled = Callable[[Template], Template]
Reported = pytest.TestReport | pytest.CollectReport

# The operating system's zone files may be older than the pinned ones, and would win.
zoneinfo.reset_tzpath(to=())
time_machine.naive_mode = time_machine.NaiveMode.ERROR
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if IN_CI else "local")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests changes them, and no stray file lands in the project."""
    for name in list(os.environ):
        if name.startswith(("USAGE_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[Callable[[str], Template]]:
    """The template on a named server, which is started when the first test asks for it."""
    started: dict[str, Template | PostgresUnavailable] = {}
    with ExitStack() as servers:

        def template(name: str) -> Template:
            if name not in started:
                try:
                    started[name] = servers.enter_context(databases.postgres_template(name))
                except PostgresUnavailable as error:
                    started[name] = error
            found = started[name]
            if isinstance(found, PostgresUnavailable):
                databases.missing(f"{name}: {found}")
            return found

        yield template


@pytest.fixture(scope="session")
def filling() -> Fill | None:
    """What every fresh database holds from the start: nothing, unless a file of tests says otherwise."""
    return None


@pytest.fixture(scope="session")
def fills(
    sqlite_template: Template,
    postgres_template: Callable[[str], Template],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Template, Fill], Template]]:
    """The template that holds what `fill` takes in, made when the first test asks for it.

    It asks for the templates that it copies, so that its own are dropped before their server ends.
    """
    made: dict[tuple[str, Fill], Template] = {}
    with ExitStack() as kept:

        def template(empty: Template, fill: Fill) -> Template:
            if (empty.url, fill) not in made:
                folder = tmp_path_factory.mktemp("filled")
                made[empty.url, fill] = kept.enter_context(databases.filled(empty, fill, folder))
            return made[empty.url, fill]

        yield template


@pytest.fixture
def filled(fills: Callable[[Template, Fill], Template], filling: Fill | None) -> Filled:
    """The template that this file's tests copy: the migrated one, or that with their `filling`."""
    return lambda empty: fills(empty, filling) if filling else empty


@pytest.fixture
def sqlite_url(
    sqlite_template: Template, filled: Filled, tmp_path: Path, record_property: RecordProperty
) -> str:
    """A fresh SQLite file, migrated and with the file's `filling`."""
    record_property("database", sqlite_template.version)
    return databases.sqlite_copy(filled(sqlite_template), tmp_path)


@pytest.fixture(params=databases.postgres_names())
def postgres_url(
    request: pytest.FixtureRequest,
    postgres_template: Callable[[str], Template],
    filled: Filled,
    record_property: RecordProperty,
) -> Iterator[str]:
    """A fresh database on each Postgres, migrated and with the file's `filling`."""
    template = postgres_template(request.param)
    record_property("database", template.version)
    with databases.postgres_copy(filled(template)) as url:
        yield url


@pytest.fixture(params=databases.NAMES)
def database_url(
    request: pytest.FixtureRequest,
    sqlite_template: Template,
    tmp_path: Path,
    postgres_template: Callable[[str], Template],
    filled: Filled,
    record_property: RecordProperty,
) -> Iterator[str]:
    """A fresh database on SQLite, and one on each Postgres, migrated and with the file's `filling`."""
    template = sqlite_template if request.param == "sqlite" else postgres_template(request.param)
    record_property("database", template.version)
    if request.param == "sqlite":
        yield databases.sqlite_copy(filled(template), tmp_path)
        return
    with databases.postgres_copy(filled(template)) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on `database_url`."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """An engine on `sqlite_url`, for tests that are not about the database."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def chromium(record_property: RecordProperty) -> str:
    """The path of a Chromium on this machine; without one the test is skipped, and the run says so."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("browser: there is no chromium here; install Debian's package to run this test")
    record_property("browser", found)
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say on which databases the tests ran, and whether the browser test did."""
    reports = [report for kind in terminalreporter.stats.values() for report in kind]
    ran = [report for report in reports if getattr(report, "when", None) == "call"]
    places = Counter(
        value for report in ran for name, value in report.user_properties if name in {"database", "browser"}
    )
    skipped = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if places or skipped:
        terminalreporter.section("where it ran")
    for place, tests in sorted(places.items()):
        terminalreporter.line(f"{place}: {tests} tests")
    for reason, tests in sorted(skipped.items()):
        terminalreporter.line(f"NOT RUN, {tests} tests: {reason}")


def _reason(report: Reported) -> str:
    return report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
