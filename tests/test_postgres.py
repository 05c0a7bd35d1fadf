"""The tests' own Postgres leaves nothing behind, and each test's database is its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, select, text

from storage.engine import reading, writing
from storage.tables import metadata
from tests import databases, postgres

ROOT = Path(__file__).parents[1]
HELD = (
    "from tests import postgres\nwith postgres.running(16) as url:\n    print(url, flush=True)\n    input()"
)


def folder(url: str) -> Path:
    return Path(str(make_url(url).query["host"]))


@pytest.fixture(scope="module")
def startable() -> None:
    """Skips where our own server cannot run, as on musl; in CI that is a failure."""
    try:
        with postgres.running(16):
            pass
    except postgres.PostgresUnavailable as error:
        databases.missing(str(error))


@pytest.mark.usefixtures("startable")
def test_a_server_answers_and_leaves_no_folder() -> None:
    with postgres.running(16) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(text("SHOW listen_addresses")).scalar_one() == ""
        engine.dispose()
        assert folder(url).stat().st_mode & 0o777 == 0o700
    assert not folder(url).exists()


@pytest.mark.usefixtures("startable")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_server_ends_with_tests_that_are_killed() -> None:
    tests = subprocess.Popen(
        [sys.executable, "-c", HELD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with tests:
        assert tests.stdout is not None
        lock = folder(tests.stdout.readline().strip()) / "data" / "postmaster.pid"
        assert lock.exists()
        tests.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not lock.exists():
            break
        time.sleep(0.1)
    assert not lock.exists()
    shutil.rmtree(lock.parents[1])


@pytest.mark.parametrize("_again", range(2))
def test_a_database_begins_empty_and_migrated(engine: Engine, _again: int) -> None:
    organizations = metadata.tables["organizations"]
    with reading(engine) as connection:
        assert connection.execute(select(organizations)).all() == []
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE ingest_rejections"))


def test_the_settings_of_the_person_who_tests_are_out_of_sight() -> None:
    assert not [name for name in os.environ if name.startswith(("USAGE_", "SLACK_"))]
