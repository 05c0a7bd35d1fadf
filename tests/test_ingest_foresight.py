"""Chunks that another process takes ahead: what becomes of the lines does not show it."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import Connection, Engine

from storage.checking import differences
from storage.ingest import Options, Receipt, foresight, halves, intake, passing, writing
from storage.ingest.receipt import COUNTED
from storage.tables import events, organizations
from tests.ingest_lines import (
    WORLD,
    Line,
    classified,
    credits,
    event,
    figures,
    fresh,
    line,
    question,
    role,
    rows,
    send,
    send_bytes,
    session,
    simulation,
    user,
)

SESSIONS = [session(f"s-{n}") for n in range(20)]
QUESTIONS = [question(f"q-{n}", session=f"s-{n}", stage="fix") for n in range(20)]
MIXED = [
    *SESSIONS,
    *QUESTIONS[:10],
    question("q-0", rev=1, session="s-0", stage="fix", category="Debug"),  # of an earlier chunk
    question("q-10b", session="s-19"),
    classified("q-10b"),  # of the same chunk
    question("q-early", session="s-late"),  # of a later one
    question("q-1", session="s-2"),  # an id again, with other content
    question("q-nowhere", stage="none"),
    question("q-stranger", user="nobody", session="s-0"),
    question("q-word", origin="fax"),
    simulation(),
    credits(),
    credits(),
    *QUESTIONS[10:],
    session("s-late"),
    session("s-3"),
]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few lines are large, and chunks small."""
    monkeypatch.setattr(halves, "LARGE", 100)
    monkeypatch.setattr(halves, "NEAR", 0.9)  # what the other process reads is one chunk
    monkeypatch.setattr(halves, "FIRST", 5)
    monkeypatch.setattr(intake, "CHUNK", 5)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[foresight.Plan]:
    """The chunks that were written as they had been foreseen."""
    plans: list[foresight.Plan] = []
    write = foresight.Plan.write

    def noted(plan: foresight.Plan, *known: object) -> None:
        write(plan, *known)  # type: ignore[arg-type]
        plans.append(plan)

    monkeypatch.setattr(foresight.Plan, "write", noted)
    return plans


def counted(receipt: Receipt) -> dict[str, int]:
    return {name: getattr(receipt, name) for name in COUNTED}


def alone(*files: list[Line]) -> tuple[list[dict[str, int]], set[tuple[object, ...]]]:
    """What becomes of files in a store in memory, where nothing is foreseen."""
    engine = fresh()
    receipts = [counted(send(engine, *lines)) for lines in files]
    return receipts, figures(engine)


def before_the(number: int, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Have something happen in the store before a foreseen chunk is written."""
    write, chunk = foresight.Plan.write, count(1)

    def after(plan: foresight.Plan, *known: object) -> None:
        if next(chunk) == number:
            happens()
        write(plan, *known)  # type: ignore[arg-type]

    monkeypatch.setattr(foresight.Plan, "write", after)


def proved(engine: Engine) -> bool:
    return not list(differences(engine, rows(engine, organizations)[0].id))


def test_lines_become_what_they_would_without(engine: Engine, written: list[foresight.Plan]) -> None:
    send(engine, *WORLD)
    taken = counted(send(engine, *MIXED))
    assert written
    receipts, expected = alone(list(WORLD), MIXED)
    assert (taken, figures(engine)) == (receipts[1], expected)
    assert proved(engine)


def test_sent_again_they_are_counted_without_being_written(
    engine: Engine, written: list[foresight.Plan]
) -> None:
    send(engine, *WORLD, *SESSIONS, *QUESTIONS)
    before = figures(engine)
    written.clear()
    again = send(engine, *SESSIONS, *QUESTIONS)
    assert (again.duplicate, again.total, written) == (40, 40, [])
    assert figures(engine) == before


def test_new_lines_among_known_ones_are_taken(engine: Engine) -> None:
    send(engine, *WORLD, *SESSIONS, *QUESTIONS[::2])
    receipt = send(engine, *SESSIONS, *QUESTIONS, question("q-1", category="Code"))
    assert (receipt.inserted, receipt.duplicate, receipt.conflict) == (10, 30, 1)
    assert proved(engine)


def test_lines_refer_to_what_the_store_holds(engine: Engine, written: list[foresight.Plan]) -> None:
    send(engine, *WORLD, *SESSIONS)
    written.clear()
    assert send(engine, *QUESTIONS).inserted == len(QUESTIONS)
    assert written


def test_issues_are_no_obstacle(engine: Engine, written: list[foresight.Plan]) -> None:
    send(engine, *WORLD, *SESSIONS)
    written.clear()
    issues = [line("issue.upsert", f"i-{n}", project="pay", title="It breaks") for n in range(8)]
    mixed = [each for pair in zip(QUESTIONS, issues * 3, strict=False) for each in pair]
    receipt = send(engine, *mixed)
    assert (receipt.inserted, receipt.ignored) == (len(QUESTIONS), len(QUESTIONS))
    assert written


def test_rows_of_csv_are_taken_ahead_too(engine: Engine, written: list[foresight.Plan]) -> None:
    send(engine, *WORLD, *SESSIONS)
    written.clear()
    names = ("v", "id", "source", "org", "at", "project", "user", "session", "origin")
    cells = (",".join(str(each.get(name, "")) for name in names) for each in QUESTIONS)
    receipt = send_bytes(engine, "\n".join((",".join(names), *cells)).encode(), "question.asked.csv")
    assert receipt.inserted == len(QUESTIONS)
    assert written
    assert proved(engine)


def test_a_file_that_needs_more_every_time_is_taken_without(
    engine: Engine, written: list[foresight.Plan]
) -> None:
    send(engine, *WORLD, *SESSIONS)
    written.clear()
    hired = [user(f"hired-{n}") for n in range(20)]
    sent = [each for pair in zip(QUESTIONS, hired, strict=True) for each in pair]
    assert send(engine, *sent).inserted == len(sent)
    assert written == []
    assert proved(engine)


@pytest.mark.parametrize("at", [1, 3])
def test_an_event_that_another_has_brought_meanwhile_counts_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    send(engine, *WORLD, *SESSIONS)
    before_the(at, monkeypatch, lambda: send(engine, *QUESTIONS[5:15], question("q-16", category="Code")))
    receipt = send(engine, *QUESTIONS)
    assert receipt.inserted + receipt.duplicate + receipt.conflict == len(QUESTIONS)
    assert receipt.conflict == 1
    assert len(rows(engine, events)) == len(SESSIONS) + len(QUESTIONS)
    assert proved(engine)


def test_a_line_that_was_refused_may_be_known_meanwhile(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = question("q-7b", stage="none")
    before_the(1, monkeypatch, lambda: send(engine, question("q-7b")))
    send(engine, *WORLD, *SESSIONS)
    receipt = send(engine, *QUESTIONS[:7], wrong, *QUESTIONS[7:])
    assert (receipt.inserted, receipt.rejected, receipt.conflict) == (len(QUESTIONS), 0, 1)


def test_a_role_that_another_has_brought_meanwhile_is_stamped(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(engine, *WORLD, *SESSIONS)
    at = "2026-01-05T10:00:00Z"
    before_the(1, monkeypatch, lambda: send(engine, user("noah"), role("mira", "Support", "2025-11-01")))
    assert send(engine, *(line | {"at": at} for line in QUESTIONS)).inserted == len(QUESTIONS)
    stamped = {row.role for row in rows(engine, events) if row.kind == "question.asked"}
    assert event(engine, "q-19").role == "Support"
    assert stamped == {"QA", "Support"}
    assert proved(engine)


def test_interrupted_it_leaves_whole_chunks_and_is_completed_by_sending_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(engine, *WORLD, *SESSIONS)
    chunk, add_tallies = count(1), writing.add_tallies

    def until_the_third(connection: Connection, *change: object) -> None:
        if next(chunk) == 3:
            raise KeyboardInterrupt
        add_tallies(connection, *change)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "add_tallies", until_the_third)
    with pytest.raises(KeyboardInterrupt):
        send(engine, *QUESTIONS)
    monkeypatch.setattr(writing, "add_tallies", add_tallies)
    assert len(rows(engine, events)) == len(SESSIONS) + 10
    assert proved(engine)
    assert send(engine, *QUESTIONS).inserted == 10
    assert proved(engine)


def test_two_ingests_of_overlapping_files_at_the_same_time_take_every_line_once(engine: Engine) -> None:
    send(engine, *WORLD)
    files = ([*SESSIONS, *QUESTIONS[:15]], [*SESSIONS, *QUESTIONS[5:]])
    with ThreadPoolExecutor(2) as both:
        receipts = list(both.map(lambda lines: send(engine, *lines), files))
    assert sum(receipt.inserted for receipt in receipts) == len(SESSIONS) + len(QUESTIONS)
    assert all(receipt.is_clean for receipt in receipts)
    assert proved(engine)


def test_another_process_that_dies_while_taking_is_not_missed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(engine, *WORLD)
    monkeypatch.setattr(passing, "foresee_there", _die)
    assert send(engine, *SESSIONS, *QUESTIONS).inserted == len(SESSIONS) + len(QUESTIONS)
    assert proved(engine)


def test_a_dry_run_of_a_large_file_says_the_same(engine: Engine) -> None:
    send(engine, *WORLD)
    before = figures(engine)
    dry = send(engine, *MIXED, options=Options(dry_run=True))
    assert figures(engine) == before
    assert counted(dry) == counted(send(engine, *MIXED))


def _die(*_asked: object) -> None:
    os._exit(1)
