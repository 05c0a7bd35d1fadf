"""A large file is read by a process of its own, and every number stays the same."""

import json
import pickle
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.errors import StoreError
from storage.ingest import Input, reader
from storage.ingest.parsing import parse
from tests.ingest_lines import WORLD, classified, contract, credits, figures, fresh, question, send, session

LINES = [
    *WORLD,
    contract("c", "2026-01-01", "2027-01-01"),
    *(session(f"s-{n}") for n in range(40)),
    *(question(f"q-{n}", session=f"s-{n}") for n in range(40)),
    *(classified(f"q-{n}") for n in range(20)),
    credits(),
    credits(amount="9"),
    question("q-41", session="nowhere"),
    question("q-42", at="never"),
]


def test_a_process_of_its_own_gives_the_same_figures(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = fresh()
    here = send(at_once, *LINES)
    monkeypatch.setattr(reader, "LARGE", 0)
    there = send(engine, *LINES)
    assert (there.inserted, there.updated, there.conflict, there.parked, there.rejected) == (
        here.inserted,
        here.updated,
        here.conflict,
        here.parked,
        here.rejected,
    )
    assert figures(engine) == figures(at_once)


def test_what_is_wrong_with_a_line_is_said_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    here = send(fresh(), *LINES)
    monkeypatch.setattr(reader, "LARGE", 0)
    assert [mistake.message for mistake in send(fresh(), *LINES).errors] == [
        mistake.message for mistake in here.errors
    ]


def test_checked_fields_survive_the_way_between_processes() -> None:
    for line in LINES[:-1]:
        fields = parse(json.dumps(line).encode())
        again = pickle.loads(pickle.dumps(fields, pickle.HIGHEST_PROTOCOL))  # noqa: S301
        assert type(again) is type(fields)
        assert again.__dict__ == fields.__dict__


def test_a_reader_that_is_ended_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGE", 0)
    monkeypatch.setattr(reader, "COMMAND", ("sh", "-c", "kill -9 $$"))
    path = tmp_path / "lines.jsonl"
    path.write_text("{}\n")
    with path.open("rb") as file, pytest.raises(StoreError, match="Send it again"):
        list(reader.read_chunks(Input(path, "lines"), file, lambda _size: None))
