"""The bot's door on the small history, opened once for all tests of a file."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.engine import open_engine
from tests import databases
from tests.databases import Template
from tests.world import MIRA, Door, door, organisation, questions, send


@pytest.fixture(scope="module")
def store(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A SQLite store with the small history."""
    folder = tmp_path_factory.mktemp("store")
    engine = open_engine(databases.sqlite_copy(sqlite_template, folder))
    assert send(engine, [*organisation(), *questions()], folder).is_clean
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def opened(store: Engine) -> Iterator[Door]:
    with door(store.url.render_as_string()) as opened:
        yield opened


@pytest.fixture
def quick(opened: Door) -> Door:
    """One door for all tests, the windows of the test before closed."""
    for view in opened.workspace.modals(MIRA):
        opened.workspace.close(MIRA, view)
    return opened
