"""Sending again, revising and classifying: what changes, and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from storage.tables import contract_adjustments, person_roles
from tests.ingest_lines import (
    BEGAN,
    WORLD,
    Line,
    classified,
    codes,
    contract,
    credits,
    event,
    figures,
    fresh,
    line,
    question,
    role,
    rows,
    send,
    session,
    simulation,
    tally,
    user,
    warned,
)

HISTORY = (
    session(),
    question(session="s-1", stage="fix"),
    question("q-2", user=None, category="Code"),
    classified(),
    simulation(),
    credits(),
    line("stage.transitioned", "t", project="pay", issue="i", **{"from": "triage", "to": "fix"}),
)


def test_sending_a_file_again_inserts_nothing_and_changes_no_figure(engine: Engine) -> None:
    first = send(engine, *WORLD, *HISTORY)
    before = figures(engine)
    again = send(engine, *WORLD, *HISTORY)
    assert (first.inserted, first.updated) == (len(WORLD) + len(HISTORY) - 1, 1)
    assert (again.duplicate, again.is_clean) == (again.total, True)
    assert figures(engine) == before != set()


def test_a_line_twice_in_one_file_counts_once(engine: Engine) -> None:
    receipt = send(engine, *WORLD, *HISTORY, *HISTORY)
    assert receipt.duplicate == len(HISTORY)
    assert tally(engine, "question.asked") == {"": 2}


def test_the_same_id_from_another_source_is_another_event(engine: Engine) -> None:
    assert send(engine, *WORLD, question(), question(source="other")).is_clean
    assert tally(engine, "question.asked") == {"": 2}


def test_a_higher_rev_changes_the_mutable_fields_only(engine: Engine) -> None:
    send(engine, *WORLD, simulation(run="r-1"))
    receipt = send(
        engine, *WORLD, simulation(rev=2, verdict="failed", system_layer="API", run="r-2", user="mira")
    )
    row = event(engine, "m-1")
    assert receipt.updated == 1
    assert (row.verdict, row.layer, row.scenario_type, row.revision) == ("failed", "API", "Security", 2)
    assert (row.session_key, row.person_id) == ("r-1", None)
    assert tally(engine, "simulation.finished", "verdict") == {"failed": 1}


def test_a_revised_amount_replaces_the_one_before(engine: Engine) -> None:
    send(engine, *WORLD, credits())
    send(engine, *WORLD, credits(rev=1, amount="3"), credits(rev=2, amount="4.5"))
    assert {row[-2:] for row in figures(engine) if row[2] == "credits.used"} == {(1, 4_500_000)}


def test_a_lower_rev_is_a_duplicate_and_changes_nothing(engine: Engine) -> None:
    send(engine, *WORLD, credits(rev=3))
    receipt = send(engine, *WORLD, credits(rev=2, amount="9"), credits(amount="1"))
    assert (receipt.duplicate, receipt.conflict) == (len(WORLD) + 2, 0)
    assert event(engine, "c-1").amount == 2_350_000


def test_a_classification_moves_its_question_to_another_category(engine: Engine) -> None:
    send(engine, *WORLD, question(category="Code"))
    receipt = send(engine, *WORLD, classified(category="Debug", at="2026-11-05T00:00:00Z"))
    assert receipt.updated == 1
    assert tally(engine, "question.asked", "category") == {"Debug": 1}
    assert str(event(engine, "q-1").occurred_on) == "2026-11-03"


def test_a_classification_with_null_clears_the_category(engine: Engine) -> None:
    send(engine, *WORLD, question(category="Code"), classified(category=None))
    assert tally(engine, "question.asked", "category") == {"": 1}


def test_after_a_classification_both_lines_are_duplicates(engine: Engine) -> None:
    send(engine, *WORLD, question(), classified())
    assert send(engine, *WORLD, question(), classified()).duplicate == len(WORLD) + 2


def test_a_classification_without_a_higher_rev_is_a_conflict(engine: Engine) -> None:
    assert codes(send(engine, *WORLD, question(), classified(rev=0))) == ["E16"]


def test_a_classification_of_what_is_no_question_is_a_conflict(engine: Engine) -> None:
    assert codes(send(engine, *WORLD, session("q-1"), classified())) == ["E16"]


def test_an_unknown_category_is_warned_of_when_it_is_classified_later(engine: Engine) -> None:
    assert warned(send(engine, *WORLD, question(), classified(category="Dream"))) == ["E09"]


@given(order=st.permutations([question(), *(classified(rev=n, category=f"C{n}") for n in (1, 2, 3))]))
def test_classifications_end_the_same_in_every_order(order: list[Line]) -> None:
    engine = fresh()
    send(engine, *WORLD, *order)
    assert tally(engine, "question.asked", "category") == {"C3": 1}


def test_a_repeated_role_day_is_decided_by_the_later_line(engine: Engine) -> None:
    later = role("mira", "SRE", "2025-10-01", at="2026-01-01T00:00:00Z")
    other = role("mira", "Data", "2025-10-01", at="2026-01-01T00:00:00Z")
    assert send(engine, *WORLD, later).updated == 1
    receipt = send(engine, *WORLD, later, other)
    assert (receipt.ignored, receipt.duplicate, codes(receipt)) == (1, len(WORLD), ["E16"])
    assert [row.job_role for row in rows(engine, person_roles)] == ["SRE"]


def test_an_adjustment_is_replaced_by_a_higher_rev(engine: Engine) -> None:
    def adjusted(amount: str, **fields: int) -> Line:
        stated = {"contract": "c", "effective_on": "2026-11-01", "amount": amount}
        return line("contract.adjustment", "ca", **stated) | fields

    world = (*WORLD, contract("c", "2026-01-01", "2027-01-01"))
    assert send(engine, *world, adjusted("5"), adjusted("6", rev=1), adjusted("5")).is_clean
    assert codes(send(engine, *world, adjusted("7", rev=1))) == ["E16"]
    assert [row.amount_micro for row in rows(engine, contract_adjustments)] == [6_000_000]


@pytest.mark.parametrize(
    ("at", "name", "outcome"),
    [
        ("2026-01-01T00:00:00Z", "Mira O.", "updated"),
        ("2025-09-01T00:00:00Z", "Mira O.", "ignored"),
        (BEGAN, "Mira", "duplicate"),
        ("2025-09-30T20:00:00-04:00", "Mira", "duplicate"),
        (BEGAN, "Mira O.", "conflict"),
    ],
)
def test_the_later_upsert_wins(engine: Engine, at: str, name: str, outcome: str) -> None:
    send(engine, *WORLD)
    receipt = send(
        engine, *WORLD[:1], user("mira", display_name=name) | {"at": at}, session(), session("s-2")
    )
    assert getattr(receipt, outcome) - (outcome == "duplicate") == 1
