"""Lines that come before what they refer to."""

from datetime import timedelta

from sqlalchemy import Engine

from storage.tables import ingest_batches, ingest_rejections
from tests.ingest_lines import (
    NOW,
    WORLD,
    classified,
    event,
    line,
    question,
    rows,
    send,
    session,
    simulation,
    tally,
)

DEFECT = line("defect.prevented", "d", project="pay", defect="def", simulation="m-1")


def test_a_parked_line_counts_in_no_figure(engine: Engine) -> None:
    assert send(engine, *WORLD, question(session="s-1")).parked == 1
    assert tally(engine, "question.asked") == {}


def test_a_chain_of_waiting_lines_is_resolved_at_the_end_of_its_file(engine: Engine) -> None:
    receipt = send(engine, *WORLD, classified(), question(session="s-1"), DEFECT, session(), simulation())
    assert (receipt.parked, receipt.updated, receipt.inserted) == (0, 1, len(WORLD) + 4)
    assert (event(engine, "q-1").category, event(engine, "d").subject_key) == ("Debug", "def")
    assert {row.state for row in rows(engine, ingest_rejections)} == {"resolved"}


def test_what_a_line_refers_to_must_be_of_the_right_kind(engine: Engine) -> None:
    assert send(engine, *WORLD, simulation("s-1"), question(session="s-1")).parked == 1


def test_a_parked_line_is_taken_by_a_later_ingest_within_seven_days(engine: Engine) -> None:
    send(engine, *WORLD, question(session="s-1"))
    later = send(engine, *WORLD, session(), now=NOW + timedelta(days=7))
    assert (later.total, later.inserted) == (len(WORLD) + 1, 1)
    assert tally(engine, "question.asked") == {"": 1}


def test_the_receipt_of_its_own_ingest_tells_what_became_of_it(engine: Engine) -> None:
    send(engine, *WORLD, question(session="s-1"), DEFECT)
    assert (rows(engine, ingest_batches)[0].rows_parked, rows(engine, ingest_batches)[0].rows_inserted) == (
        2,
        6,
    )
    send(engine, *WORLD, session())
    first, second = rows(engine, ingest_batches)
    assert (first.rows_parked, first.rows_inserted, first.rows_total) == (1, 7, 8)
    assert (second.rows_total, second.rows_inserted, second.rows_duplicate) == (7, 1, 6)


def test_a_parked_line_is_rejected_after_seven_days_even_if_its_session_comes_then(engine: Engine) -> None:
    send(engine, *WORLD, question(session="s-1"))
    send(engine, *WORLD, session(), now=NOW + timedelta(days=7, seconds=1))
    assert tally(engine, "question.asked") == {}
    [row] = rows(engine, ingest_rejections)
    assert (row.state, row.code, rows(engine, ingest_batches)[0].rows_rejected) == ("rejected", "E13", 1)


def test_a_waiting_line_that_turns_out_wrong_is_named_in_the_receipt(engine: Engine) -> None:
    receipt = send(engine, *WORLD, question(session="s-1", stage="nowhere"), session())
    assert (receipt.parked, receipt.rejected) == (0, 1)
    assert [(mistake.line, mistake.code) for mistake in receipt.errors] == [(7, "E14")]


def test_a_replay_of_an_earlier_day_takes_what_was_no_future_when_it_came(engine: Engine) -> None:
    send(engine, *WORLD, question(session="s-1"))
    earlier = session(at="2026-11-01T00:00:00Z")
    send(engine, *WORLD, earlier, now=NOW - timedelta(days=29))
    assert tally(engine, "question.asked") == {"": 1}


def test_a_waiting_line_sent_twice_is_taken_once(engine: Engine) -> None:
    send(engine, *WORLD, question(session="s-1"), question(session="s-1"))
    receipt = send(engine, *WORLD, session(), question(session="s-1"))
    assert receipt.is_clean
    assert tally(engine, "question.asked") == {"": 1}
