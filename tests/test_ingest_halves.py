"""Large files: another process looks at the second half, and what becomes of the lines does not show it."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.errors import StoreError
from storage.ingest import Receipt, halves, spool
from storage.tables import events, organizations
from tests.ingest_lines import WORLD, Line, figures, fresh, line, question, rows, send, session

LINES = [*(session(f"s-{n}") for n in range(30)), *(question(f"q-{n}", session=f"s-{n}") for n in range(30))]
LATE = line("project.upsert", "p-late", "2025-10-01T00:00:00Z", slug="late", name="Late")


@pytest.fixture
def small_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few lines are large."""
    monkeypatch.setattr(halves, "LARGE", 100)


def said(receipt: Receipt) -> tuple[object, ...]:
    places = tuple((mistake.line, mistake.code) for mistake in receipt.errors)
    return receipt.total, receipt.inserted, receipt.parked, receipt.rejected, places


@pytest.mark.usefixtures("small_halves")
def test_two_processes_take_what_one_takes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = question("q-99", at="never")
    lines: list[Line | str] = [*LINES[:9], wrong, "", *LINES[9:50], wrong, *LINES[50:]]
    send(engine, *WORLD)
    divided = said(send(engine, *lines))
    monkeypatch.undo()
    alone = fresh()
    send(alone, *WORLD)
    assert divided == said(send(alone, *lines)) == (62, 60, 0, 2, ((10, "E04"), (53, "E04")))
    assert figures(engine) == figures(alone)


@pytest.mark.usefixtures("small_halves")
def test_a_second_half_may_need_what_the_first_one_declares(engine: Engine) -> None:
    assert send(engine, *WORLD, *LINES).inserted == len(WORLD) + len(LINES)  # an organisation
    late = [question(f"q-late-{n}", project="late") for n in range(9)]
    receipt = send(engine, LATE, *LINES, *late)  # and a project
    assert (receipt.inserted, receipt.duplicate, receipt.rejected) == (10, 60, 0)
    assert len(rows(engine, events)) == 69


@pytest.mark.usefixtures("small_halves")
def test_wrong_lines_of_both_halves_refuse_a_file(engine: Engine) -> None:
    send(engine, *WORLD)
    wrong = [question(f"q-w-{n}", at="never") for n in range(20)]
    receipt = send(engine, *wrong[:10], *LINES, *wrong[10:])
    assert (receipt.is_refused, receipt.rejected, rows(engine, events)) == (True, 80, [])


def test_another_process_that_dies_is_not_missed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    send(engine, *WORLD)
    monkeypatch.setattr(halves, "LARGE", 100)
    monkeypatch.setattr(halves, "_look_at_far", _die)
    assert send(engine, *LINES).inserted == len(LINES)


def test_a_full_folder_for_temporary_files_is_said_with_its_cure(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr(spool, "SpooledTemporaryFile", lambda _size: full)
        with pytest.raises(StoreError, match=r"no room for temporary files.*TMPDIR"):
            send(engine, *WORLD)
    assert rows(engine, organizations) == []


def _die(_far: object) -> None:
    os._exit(1)
