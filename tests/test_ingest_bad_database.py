"""A database that cannot be written: said plainly, with the cure, and nothing half-written."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from storage.engine import open_engine
from storage.errors import StoreError, said_plainly
from storage.tables import metadata
from tests.ingest_lines import WORLD, figures, question, send, texts

MANY = [*WORLD, *(question(f"q-{n}") for n in range(3000))]


def stored(path: Path, *pragmas: str) -> Engine:
    engine = open_engine(f"sqlite:///{path}", pragmas)
    metadata.create_all(engine)
    return engine


def test_a_locked_database_is_said_to_be_busy(tmp_path: Path) -> None:
    engine = stored(tmp_path / "usage.sqlite3", "busy_timeout=1", "journal_mode=WAL")
    other = sqlite3.connect(tmp_path / "usage.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="busy"):
        send(engine, *WORLD)
    other.execute("ROLLBACK")
    assert send(engine, *WORLD).is_clean


def test_a_read_only_database_is_said_to_be_so(tmp_path: Path) -> None:
    stored(tmp_path / "usage.sqlite3", "journal_mode=WAL")
    engine = open_engine(f"sqlite:///{tmp_path}/usage.sqlite3", ("query_only=ON",))
    with pytest.raises(StoreError, match="cannot be written"):
        send(engine, *WORLD)


def test_a_full_disk_keeps_whole_chunks_only(tmp_path: Path) -> None:
    engine = stored(tmp_path / "usage.sqlite3", "journal_mode=WAL")
    send(engine, *WORLD)
    small = stored(tmp_path / "usage.sqlite3", "journal_mode=WAL", "max_page_count=200")
    with pytest.raises(StoreError, match="Make room"):
        send(small, *MANY)
    assert figures(engine) == set()
    assert send(engine, *MANY).inserted == 3000


def test_a_damaged_database_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "usage.sqlite3").write_bytes(b"no database at all" * 99)
    (tmp_path / "good.jsonl").write_bytes(texts(WORLD))
    done = subprocess.run(
        (sys.executable, "-m", "bot", "ingest", "good.jsonl"),
        env={**os.environ, "USAGE_DATABASE_URL": f"sqlite:///{tmp_path}/usage.sqlite3"},
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert "damaged" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_store_without_tables_is_told_to_upgrade(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="usagebot db upgrade"):
        send(open_engine(f"sqlite:///{tmp_path}/empty.sqlite3"), *WORLD)


@pytest.mark.parametrize("place", ["127.0.0.1:1/usage", "/usage?host=/nowhere"])
def test_a_server_that_is_not_there_is_said_to_be_so(place: str) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        send(open_engine(f"postgresql+psycopg://nobody@{place}"), *WORLD)


def test_a_fault_of_our_own_is_not_dressed_up(engine: Engine) -> None:
    with pytest.raises(IntegrityError), said_plainly(), engine.begin() as connection:
        connection.execute(text("INSERT INTO projects (org_id, external_id) VALUES (9, 'p')"))
