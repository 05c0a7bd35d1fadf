"""Chunks are whole or not there at all; what was interrupted is completed by sending again."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import Connection, Engine

from storage.checking import differences
from storage.ingest import Options, intake, writing
from storage.ingest.receipt import COUNTED
from storage.tables import events, ingest_batches, organizations
from tests.ingest_lines import WORLD, figures, fresh, question, rows, send, session

SESSIONS = [session(f"s-{n}") for n in range(8)]
DATA = [*WORLD, *SESSIONS, *(question(f"q-{n}", session=f"s-{n}") for n in range(8))]


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of five lines, so that a few lines fill several."""
    monkeypatch.setattr(intake, "CHUNK", 5)


@pytest.mark.usefixtures("small_chunks")
def test_lines_refer_to_lines_of_chunks_before_and_after(engine: Engine) -> None:
    assert send(engine, *WORLD, *reversed(DATA[len(WORLD) :])).inserted == len(DATA)
    before = figures(engine)
    assert send(engine, *DATA).duplicate == len(DATA)
    assert figures(engine) == before
    assert list(differences(engine, 1)) == []


def test_the_size_of_a_chunk_changes_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for size in (1, 3, 10_000):
        monkeypatch.setattr(intake, "CHUNK", size)
        engine = fresh()
        send(engine, *DATA, *DATA[9:12], question("q-1", rev=1, session="s-1", category="Debug"))
        found.append(figures(engine))
    assert found[0] == found[1] == found[2]


@pytest.mark.usefixtures("small_chunks")
def test_an_interrupted_ingest_leaves_whole_chunks_and_is_completed_by_sending_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunk, add_tallies = count(1), writing.add_tallies

    def until_the_third(connection: Connection, *change: object) -> None:
        if next(chunk) == 3:
            raise KeyboardInterrupt
        add_tallies(connection, *change)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "add_tallies", until_the_third)
    with pytest.raises(KeyboardInterrupt):
        send(engine, *DATA)
    monkeypatch.setattr(writing, "add_tallies", add_tallies)
    assert len(rows(engine, events)) == 4  # of ten lines six were no events
    assert list(differences(engine, 1)) == []
    assert rows(engine, ingest_batches)[0].rows_total == 10
    assert send(engine, *DATA).inserted == len(DATA) - 10
    at_once = fresh()
    send(at_once, *DATA)
    assert figures(engine) == figures(at_once)


@pytest.mark.usefixtures("small_chunks")
def test_a_dry_run_says_everything_and_keeps_nothing(engine: Engine) -> None:
    lines = [*DATA, question("q-1"), question("q-9", at="never")]
    dry = send(engine, *lines, options=Options(dry_run=True))
    assert rows(engine, organizations) == []
    wet = send(engine, *lines)
    assert {name: getattr(dry, name) for name in COUNTED} == {name: getattr(wet, name) for name in COUNTED}
    assert (dry.inserted, dry.conflict, dry.rejected) == (len(DATA), 1, 1)
    before = figures(engine)
    assert send(engine, *DATA, session("s-9"), options=Options(dry_run=True)).inserted == 1
    assert figures(engine) == before


def test_progress_is_told_in_bytes_over_both_passes() -> None:
    told: list[tuple[int, int]] = []
    send(fresh(), *DATA, options=Options(on_progress=lambda done, total: told.append((done, total))))
    assert told[-1][0] == told[-1][1] > 0


@pytest.mark.usefixtures("small_chunks")
def test_two_ingests_of_one_file_at_the_same_time_take_every_line_once(engine: Engine) -> None:
    with ThreadPoolExecutor(2) as both:
        receipts = list(both.map(lambda _: send(engine, *DATA), range(2)))
    assert sum(receipt.inserted for receipt in receipts) == len(DATA)
    assert sum(receipt.duplicate for receipt in receipts) == len(DATA)
    assert list(differences(engine, rows(engine, organizations)[0].id)) == []
