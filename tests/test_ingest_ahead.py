"""Chunks taken ahead, whatever they bring: revisions of what is not written yet, several organisations."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from storage.checking import differences
from storage.engine import open_engine
from storage.ingest import Receipt, foresight, halves, intake, other, passing
from storage.ingest.receipt import COUNTED
from storage.tables import events, metadata, organizations
from tests.ingest_lines import (
    WORLD,
    Line,
    classified,
    figures,
    line,
    question,
    rows,
    send,
    session,
    simulation,
    user,
)

CHUNK = 3
OTHER = tuple({**each, "org": "other"} for each in WORLD)
QUESTIONS = [question(f"q-{n}") for n in range(12)]
OF_A_RUN = ("batch_id", "ingested_at")

numbers = st.integers(0, 2)
categories = st.sampled_from(["Debug", "Code", None])
lines = st.one_of(
    st.builds(lambda n, rev: session(f"s-{n}", rev=rev), numbers, st.integers(0, 1)),
    st.builds(lambda n, rev: question(f"q-{n}", rev=rev, category="Code"), numbers, st.integers(0, 2)),
    st.builds(lambda n, m: question(f"q-{n}", session=f"s-{m}"), numbers, numbers),
    st.builds(
        lambda n, rev, word: classified(f"q-{n}", rev=rev, category=word),
        numbers,
        st.integers(1, 4),
        categories,
    ),
    st.builds(lambda n, rev: simulation(f"m-{n}", rev=rev), numbers, st.integers(0, 1)),
    st.builds(lambda n: line("issue.upsert", f"i-{n}", project="pay", title="It breaks"), numbers),
    st.builds(lambda n: user(f"hired-{n}"), numbers),
    st.builds(lambda n: question(f"h-{n}", user=f"hired-{n}"), numbers),
)
slugs = st.sampled_from(["acme", "acme", "acme", "other"])
files = st.lists(st.builds(lambda each, slug: {**each, "org": slug}, lines, slugs), min_size=1, max_size=40)


class Inline(other.Other):
    """Answers at once, when none of the chunks before is written yet; told and telling as a process is."""

    def ask(self, what: Callable[..., Any], *about: Any, **named: Any) -> "Future[Any]":
        answer: Future[Any] = Future()
        try:
            about, named = pickle.loads(pickle.dumps((about, named)))  # noqa: S301
            answer.set_result(pickle.loads(pickle.dumps(what(*about, **named))))  # noqa: S301
        except Exception as error:
            answer.set_exception(error)
        return answer


@contextmanager
def ahead() -> Iterator[list[foresight.Plan]]:
    """Files of a few lines are large, chunks small; the chunks that were written as foreseen."""
    plans: list[foresight.Plan] = []
    write = foresight.Plan.write

    def noted(plan: foresight.Plan, *known: Any) -> None:
        write(plan, *known)
        plans.append(plan)

    with (
        patch.object(halves, "LARGE", 100),
        patch.object(halves, "NEAR", 0.9),
        patch.object(halves, "FIRST", 1),
        patch.object(intake, "CHUNK", CHUNK),
        patch.object(foresight.Plan, "write", noted),
        patch("storage.ingest.run.Other", Inline),
    ):
        yield plans


@contextmanager
def store(folder: str) -> Iterator[Engine]:
    """A file with both organisations, which others could read beside its writer."""
    with TemporaryDirectory(dir=folder) as place:
        engine = open_engine(f"sqlite:///{Path(place) / 'store.sqlite3'}")
        metadata.create_all(engine)
        send(engine, *WORLD, *OTHER)
        yield engine
        engine.dispose()
        other.engine_of.cache_clear()


def outcome(engine: Engine, receipt: Receipt) -> tuple[object, ...]:
    """All that a file leaves: its receipt, the events, the tallies."""
    kept = [
        {name: cell for name, cell in row._mapping.items() if name not in OF_A_RUN}
        for row in rows(engine, events)
    ]
    said = [(mistake.line, mistake.code) for mistake in (*receipt.errors, *receipt.warnings)]
    return {name: getattr(receipt, name) for name in COUNTED}, said, kept, figures(engine)


def proved(engine: Engine) -> bool:
    return not any(list(differences(engine, row.id)) for row in rows(engine, organizations))


@settings(max_examples=25)
@given(files)
def test_a_file_becomes_what_it_would_without(sent: list[Line]) -> None:
    with TemporaryDirectory() as folder, store(folder) as usual, store(folder) as quick:
        with ahead(), patch.object(passing, "foresee_there", _nothing):
            expected = outcome(usual, send(usual, *sent))
        with ahead():
            assert outcome(quick, send(quick, *sent)) == expected
        assert proved(quick)


def _nothing(*_about: object) -> None:
    """What is foreseen where nothing is."""


def written_ahead(engine: Engine, *sent: Line) -> int:
    """How many lines of a file were written as they had been foreseen."""
    with ahead() as plans:
        send(engine, *sent)
    assert proved(engine)
    return sum(part.taken.counts["total"] for plan in plans for part in plan.parts)


@pytest.fixture
def both(engine: Engine) -> Engine:
    """A store with two organisations."""
    send(engine, *WORLD, *OTHER)
    return engine


def test_what_revises_events_of_the_chunks_before_is_taken_ahead(both: Engine) -> None:
    late = [classified(f"q-{n}", category="Debug") for n in range(12)]
    sent = [QUESTIONS[0], QUESTIONS[1], *(each for n in range(2, 12) for each in (QUESTIONS[n], late[n - 2]))]
    assert written_ahead(both, *sent) == len(sent) - 1
    found = {row.event_id: row.category for row in rows(both, events)}
    assert found == {f"q-{n}": "Debug" if n < 10 else None for n in range(12)}


def test_what_revises_stored_events_is_taken_ahead(both: Engine) -> None:
    send(both, *QUESTIONS)
    sent = [classified(f"q-{n}", rev=rev, category="Code") for rev in (1, 2) for n in range(12)]
    assert written_ahead(both, *sent) == len(sent) - 1
    assert {row.revision for row in rows(both, events)} == {2}


def test_lines_of_several_organisations_are_taken_ahead(both: Engine) -> None:
    """Once each of them is known: here, from the second chunk on."""
    theirs = [{**each, "org": "other"} for each in QUESTIONS]
    sent = [each for pair in zip(QUESTIONS, theirs, strict=True) for each in pair]
    assert written_ahead(both, *sent) >= len(sent) - 1 - 3 * CHUNK
    assert len(rows(both, events)) == len(sent)


def test_what_waits_for_its_question_is_parked_and_taken_later(both: Engine) -> None:
    early = [classified(f"q-{n}", category="Debug") for n in range(12)]
    assert written_ahead(both, *early) == len(early) - 1
    send(both, *QUESTIONS)
    assert {row.category for row in rows(both, events)} == {"Debug"}
    assert proved(both)


@pytest.mark.parametrize("rev", [0, 1])
@pytest.mark.parametrize("shift", range(CHUNK))
def test_a_session_on_its_way_that_comes_again_and_is_referred_to(both: Engine, shift: int, rev: int) -> None:
    first, rest = QUESTIONS[: 4 + shift], QUESTIONS[7:]
    again = [question("q-asked", session="s-1"), session("s-1", rev=rev)]
    with ahead():
        receipt = send(both, *first, session("s-1"), *rest[:2], *again, *rest[2:])
    assert (receipt.inserted, receipt.conflict) == (len(first) + len(rest) + 2, 0)
    assert (receipt.duplicate, receipt.updated) == (1 - rev, rev)
    assert proved(both)


@pytest.mark.parametrize("waited", [1, 3])
def test_a_parked_revision_that_another_ingest_has_taken_meanwhile(both: Engine, waited: int) -> None:
    """It is booked on the file that parked it, so that it is nothing that others have brought."""
    late = classified("q-9", rev=2, category="Code")
    sent = [
        classified("q-9", rev=waited, category="Debug"),
        *QUESTIONS[:9],
        QUESTIONS[9],
        *QUESTIONS[10:],
        late,
    ]
    write = foresight.Plan.write

    def after_another(plan: foresight.Plan, *known: Any) -> None:
        if any(part.taken.counts["updated"] for part in plan.parts):
            with patch.object(halves, "LARGE", 1 << 40):
                send(both, WORLD[0])
        write(plan, *known)

    with ahead(), patch.object(foresight.Plan, "write", after_another):
        send(both, *sent)
    (found,) = [row for row in rows(both, events) if row.event_id == "q-9"]
    assert (found.revision, found.category) == ((2, "Code") if waited == 1 else (3, "Debug"))
    assert proved(both)
