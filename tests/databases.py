"""The databases that the tests run on, and a fresh migrated one for each test that asks."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from storage.engine import open_engine
from storage.migrate import upgrade
from tests import postgres

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
GIVEN = os.environ.get("TEST_POSTGRES_URL", "")
NUMBERS = count()
Fill = Callable[[Engine, Path], None]  # takes lines in; the folder is for the files they come from


def postgres_names() -> tuple[str, ...]:
    """The Postgres servers to run on: the one that was given, else 16, and 18 too where time is no matter."""
    if GIVEN:
        return ("postgres",)
    if IN_CI or os.environ.get("USAGE_TEST_POSTGRES") == "all":
        return ("postgres16", "postgres18")
    return ("postgres16",)


NAMES = ("sqlite", *postgres_names())


def missing(reason: str) -> NoReturn:
    """What a developer's machine lacks is skipped and said; in CI a test that does not run is a failure."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass(frozen=True)
class Template:
    """A migrated database that is copied for each test, and the version of the server it lies on."""

    url: str
    version: str


def sqlite_template(folder: Path) -> Template:
    """A migrated SQLite file in that folder."""
    url = f"sqlite:///{folder / 'template.sqlite3'}"
    upgrade(url)
    return Template(url, f"SQLite {_scalar(url, 'SELECT sqlite_version()')}")


def sqlite_copy(template: Template, folder: Path) -> str:
    """The URL of a copy of the template in that folder."""
    copy = folder / f"usage{next(NUMBERS)}.sqlite3"
    shutil.copyfile(str(make_url(template.url).database), copy)
    return f"sqlite:///{copy}"


@contextmanager
def postgres_template(name: str) -> Iterator[Template]:
    """A migrated database on that server, which is dropped or gone afterwards.

    Raises `postgres.PostgresUnavailable` when there is no such server and none can be started.
    """
    if name == "postgres":
        with _template_on(GIVEN) as template:
            yield template
        return
    with postgres.running(int(name.removeprefix("postgres"))) as url, _template_on(url) as template:
        yield template


@contextmanager
def postgres_copy(template: Template) -> Iterator[str]:
    """The URL of a copy of the template on its own server, dropped afterwards whoever is still connected."""
    parsed = make_url(template.url)
    name = f"{parsed.database}_{next(NUMBERS)}"
    _command(template.url, f'CREATE DATABASE "{name}" TEMPLATE "{parsed.database}"')
    try:
        yield parsed.set(database=name).render_as_string(hide_password=False)
    finally:
        _command(template.url, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def filled(empty: Template, fill: Fill, folder: Path) -> Iterator[Template]:
    """A copy of the template that holds more and is copied in its turn; on Postgres dropped afterwards."""
    with ExitStack() as kept:
        is_file = make_url(empty.url).get_backend_name() == "sqlite"
        url = sqlite_copy(empty, folder) if is_file else kept.enter_context(postgres_copy(empty))
        engine = open_engine(url)
        try:
            fill(engine, folder)
        finally:
            engine.dispose()  # SQLite folds its journal in, and Postgres copies only what nobody uses
        yield Template(url, empty.version)


@contextmanager
def _template_on(maintenance: str) -> Iterator[Template]:
    parsed = make_url(maintenance).set(drivername="postgresql+psycopg")
    name = f"usage_test_{uuid4().hex[:12]}"
    url = parsed.set(database=name).render_as_string(hide_password=False)
    _command(url, f'CREATE DATABASE "{name}"', database=parsed.database)
    try:
        upgrade(url)
        version = str(_scalar(url, "SHOW server_version")).split()[0]
        yield Template(url, f"PostgreSQL {version}")
    finally:
        _command(url, f'DROP DATABASE "{name}" WITH (FORCE)', database=parsed.database)


def _command(url: str, sql: str, database: str | None = "postgres") -> None:
    """Run what Postgres refuses in a transaction, connected to another database than the one it is about."""
    engine = create_engine(make_url(url).set(database=database), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(sql))
    finally:
        engine.dispose()


def _scalar(url: str, sql: str) -> object:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(sql)).scalar_one()
    finally:
        engine.dispose()
