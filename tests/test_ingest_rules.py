"""Every rule of ingest, E01 to E18, each by a line that breaks it among lines that do not."""

import json

import pytest
from sqlalchemy import Engine

from storage.ingest import Options
from storage.tables import contract_adjustments, contracts, events, organizations, people
from tests.ingest_lines import (
    WORLD,
    Line,
    codes,
    contract,
    credits,
    event,
    line,
    org,
    project,
    question,
    role,
    rows,
    send,
    session,
    simulation,
    user,
    warned,
    workflow,
)


def rejects(engine: Engine, code: str, wrong: Line | str) -> bool:
    """Whether that line alone is rejected, by that rule, and the good lines beside it are kept."""
    receipt = send(engine, *WORLD, wrong, question())
    assert (receipt.rejected, receipt.inserted) == (1, len(WORLD) + 1), receipt
    [mistake] = receipt.errors
    assert mistake.line == len(WORLD) + 1
    return mistake.code == code


@pytest.mark.parametrize(
    "wrong", ["[1]", '"text"', "{", "nonsense", '{"v":1,"x":NaN}', "[" * 5000, '{"a":1}x']
)
def test_a_line_is_a_json_object(engine: Engine, wrong: str) -> None:
    assert rejects(engine, "E01", wrong)


def test_a_line_has_at_most_64_kib(engine: Engine) -> None:
    assert rejects(engine, "E01", json.dumps(question("q-2", extra="x" * 65_536)))


@pytest.mark.parametrize(
    "change", [{"v": 2}, {"v": True}, {"v": None}, {"kind": "question.answered"}, {"kind": 7}]
)
def test_the_version_is_1_and_the_kind_known(engine: Engine, change: Line) -> None:
    assert rejects(engine, "E02", question("q-2") | change)


@pytest.mark.parametrize(
    "wrong",
    [
        simulation(verdict=None),
        simulation(scenario=""),
        question(id="x" * 129),
        question("q-2", origin=7),
        question("q-2", origin="a\0b"),
        question("q-2", origin="\ud800"),
        question("q-2", rev=-1),
        question("q-2", rev="1"),
        question("q-2", at=20261103),
        user("u", is_service="no"),
        org(time_zone="Mars/Olympus"),
        contract("c", "2026-01-01", "2027-01-01", allocation=None),
        {name: value for name, value in question("q-2").items() if name != "project"},
    ],
)
def test_required_fields_are_present_of_the_right_type_and_within_length(engine: Engine, wrong: Line) -> None:
    assert rejects(engine, "E03", json.dumps(wrong))


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-03T14:05:00",
        "2026-11-03",
        "2026-11-03 14:05:00Z",
        "2026-13-03T14:05:00Z",
        "2026-11-03T24:05:00Z",
        "2014-12-31T23:59:59Z",
        "2026-12-01T09:10:01Z",
        "9999-12-31T23:59:59-23:59",
        "yesterday",
    ],
)
def test_at_is_an_rfc_3339_instant_with_offset_from_2015_to_ten_minutes_from_now(
    engine: Engine, at: str
) -> None:
    assert rejects(engine, "E04", question("q-2", at=at))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-12-01T09:10:00Z", "2026-12-01"),
        ("2015-01-01T00:00:00Z", "2014-12-31"),
        ("2026-11-03T04:59:59.999999999Z", "2026-11-02"),
        ("2026-11-03t05:00:00z", "2026-11-03"),
        ("2026-03-08T23:30:00-05:00", "2026-03-09"),
        ("2016-12-31T23:59:60Z", "2016-12-31"),
    ],
)
def test_an_instant_counts_on_its_local_day(engine: Engine, at: str, day: str) -> None:
    assert send(engine, *WORLD, question(at=at)).is_clean
    assert str(event(engine, "q-1").occurred_on) == day


def test_the_organisation_exists_or_the_file_is_refused(engine: Engine) -> None:
    receipt = send(engine, *WORLD, question(org="acne"))
    assert (codes(receipt), receipt.rejected, receipt.inserted) == (["E05"], len(WORLD) + 1, 0)
    assert "Did you mean acme?" in receipt.errors[0].message
    assert rows(engine, organizations) == []


def test_an_org_upsert_must_come_before_the_lines_of_its_organisation(engine: Engine) -> None:
    assert codes(send(engine, project("pay"), org()))[0] == "E05"


@pytest.mark.parametrize("slug", ["pai", None, ""])
def test_the_project_exists_in_the_organisation(engine: Engine, slug: str | None) -> None:
    assert rejects(engine, "E06", question("q-2", project=slug))


def test_credits_code_and_context_need_no_project(engine: Engine) -> None:
    receipt = send(
        engine,
        *WORLD,
        credits(project=None),
        line("code.analyzed", "l", purpose="indexing", lines=7),
        line("memory.created", "m", memory="mem"),
        line("artifact.created", "a", artifact="doc", type="document"),
    )
    assert receipt.inserted == len(WORLD) + 4


def test_an_adjustment_of_an_unknown_contract_is_rejected(engine: Engine) -> None:
    wrong = line("contract.adjustment", "ca", contract="c", effective_on="2026-11-01", amount="5")
    assert rejects(engine, "E06", wrong)


def test_an_unknown_user_becomes_a_stub_without_role_and_a_warning(engine: Engine) -> None:
    receipt = send(engine, *WORLD, question(user="noa"), question("q-2", user="noa"))
    assert (receipt.is_clean, warned(receipt), receipt.warned) == (True, ["E07"], 1)
    assert event(engine, "q-2").role == "Unspecified"
    assert [row.display_name for row in rows(engine, people)] == ["Mira", "noa"]


def test_no_user_is_automation(engine: Engine) -> None:
    assert send(engine, *WORLD, question(user=None)).is_clean
    assert (event(engine, "q-1").role, event(engine, "q-1").person_id) == ("Automation", None)


@pytest.mark.parametrize(
    "wrong",
    [
        simulation(verdict="Passed"),
        simulation(run_trigger="cron"),
        credits(category="player"),
        line("code.analyzed", "l", purpose="fun", lines=1),
        line("artifact.created", "a", artifact="doc", type="poem"),
        role("mira", "Automation", "2026-01-01"),
        contract("c", "2026-01-01", "2027-01-01", basis="hours"),
        workflow("w-2", stages=[{"id": "x", "name": "X", "type": "start"}], edges=[]),
    ],
)
def test_closed_vocabularies_are_spelled_exactly(engine: Engine, wrong: Line) -> None:
    assert rejects(engine, "E08", wrong)


def test_a_new_value_of_an_open_vocabulary_is_taken_with_a_warning(engine: Engine) -> None:
    receipt = send(
        engine,
        *WORLD,
        question(category="Dream"),
        simulation(scenario_type="Chaos", system_layer="Edge"),
        session(origin="fax"),
        role("mira", "Wizard", "2026-01-01"),
    )
    assert (receipt.is_clean, receipt.warned) == (True, 4)
    assert warned(receipt) == ["E09"] * 5
    assert event(engine, "q-1").category == "Dream"


@pytest.mark.parametrize("amount", ["1.2345678", "1000000000.000001", "-1", "1e3", ".5", "ten", "1,5", True])
def test_an_amount_is_decimal_text_with_six_decimals_and_bounded(engine: Engine, amount: object) -> None:
    assert rejects(engine, "E10", credits(amount=amount))


@pytest.mark.parametrize(
    ("text", "micro"), [("2.35", 2_350_000), ("0.1", 100_000), ("7", 7_000_000), ("1e2", 100_000_000)]
)
def test_an_amount_may_be_a_json_number_by_its_text(engine: Engine, text: str, micro: int) -> None:
    sent = json.dumps(credits(amount="?")).replace('"?"', text)
    assert send(engine, *WORLD, sent).is_clean
    assert event(engine, "c-1").amount == micro


def test_a_json_number_with_more_than_six_decimals_is_rejected(engine: Engine) -> None:
    assert rejects(engine, "E10", json.dumps(credits(amount="?")).replace('"?"', "0.1000000000000000055"))


def test_only_adjustments_may_be_negative(engine: Engine) -> None:
    adjusted = credits() | {"kind": "credits.adjusted", "amount": "-40.5"}
    lower = line("contract.adjustment", "ca", contract="c", effective_on="2026-11-01", amount="-5")
    assert send(engine, *WORLD, adjusted, contract("c", "2026-01-01", "2027-01-01"), lower).is_clean
    assert event(engine, "c-1").amount == -40_500_000
    assert rows(engine, contract_adjustments)[0].amount_micro == -5_000_000


@pytest.mark.parametrize(
    "wrong",
    [
        contract("c-2", "2026-12-31", "2027-12-31"),
        contract("c-2", "2027-02-01", "2027-02-01"),
        contract("c-2", "2027-02-01", "2028-02-01", allocation="0"),
    ],
)
def test_contracts_have_a_term_and_an_allocation_and_do_not_overlap(engine: Engine, wrong: Line) -> None:
    send(engine, *WORLD, contract("c-1", "2026-01-01", "2027-01-01"))
    assert codes(send(engine, *WORLD, wrong)) == ["E11"]
    assert send(engine, *WORLD, contract("c-3", "2027-01-01", "2028-01-01")).is_clean
    assert [row.external_id for row in rows(engine, contracts)] == ["c-1", "c-3"]


def test_a_role_before_an_ended_one_is_rejected(engine: Engine) -> None:
    assert send(engine, *WORLD, role("mira", "SRE", "2026-04-01")).is_clean
    assert codes(send(engine, *WORLD, role("mira", "Data", "2026-01-01"))) == ["E12"]


def test_a_reference_to_an_unknown_session_simulation_or_question_is_parked(engine: Engine) -> None:
    defect = line("defect.prevented", "d", project="pay", defect="def", simulation="m-9")
    receipt = send(engine, *WORLD, question(session="s-9"), defect, classified_unknown())
    assert (receipt.parked, receipt.rejected, receipt.is_clean) == (3, 0, True)
    assert rows(engine, events) == []


def classified_unknown() -> Line:
    return line("question.classified", "q-9", rev=1, category="Debug")


@pytest.mark.parametrize(
    "wrong",
    [
        question("q-2", stage="nowhere"),
        question("q-2", project="store", stage="fix"),
        line("stage.transitioned", "t", project="pay", issue="i", **{"from": "fix", "to": "nowhere"}),
        line("stage.transitioned", "t", project="pay", issue="i", **{"from": "fix", "to": "fix"}),
        line("stage.transitioned", "t", project="pay", issue="i"),
        workflow("w-2"),
        workflow("w-2", edges=[["triage", "elsewhere"]]),
    ],
)
def test_a_stage_belongs_to_one_workflow_of_the_project_and_moves_have_two_ends(
    engine: Engine, wrong: Line
) -> None:
    assert rejects(engine, "E14", wrong)


def test_a_move_on_no_published_edge_is_taken_with_a_warning(engine: Engine) -> None:
    back = line("stage.transitioned", "t", project="pay", issue="i", **{"from": "test", "to": "triage"})
    entry = line("stage.transitioned", "t-2", project="pay", issue="i", to="triage")
    receipt = send(engine, *WORLD, back, entry)
    assert (receipt.inserted, warned(receipt)) == (len(WORLD) + 2, ["E14"])


@pytest.mark.parametrize("count", [-1, 1_000_000_001, 1.5, "7"])
def test_lines_are_a_whole_number_up_to_a_milliard(engine: Engine, count: object) -> None:
    assert rejects(engine, "E15", line("code.analyzed", "l", purpose="indexing", lines=count))


@pytest.mark.parametrize(
    "change", [{"origin": "mcp"}, {"at": "2026-11-03T14:05:01Z"}, {"kind": "session.created"}]
)
def test_the_same_key_and_rev_with_other_content_is_a_conflict_and_the_first_is_kept(
    engine: Engine, change: Line
) -> None:
    receipt = send(engine, *WORLD, question(), question() | change)
    assert (receipt.conflict, codes(receipt), receipt.is_clean) == (1, ["E16"], False)
    assert (event(engine, "q-1").kind, event(engine, "q-1").origin) == ("question.asked", "slack")


def test_another_kind_is_a_conflict_whatever_its_rev(engine: Engine) -> None:
    assert codes(send(engine, *WORLD, question(), session("q-1", rev=5))) == ["E16"]


@pytest.mark.parametrize(
    "change",
    [
        {"connected_on": "2026-11-31"},
        {"connected_on": "1.11.2026"},
        {"connected_on": "2026-11-01T00:00:00Z"},
        {"disconnected_on": "2025-10-31"},
    ],
)
def test_dates_are_days_and_nothing_is_disconnected_before_it_was_connected(
    engine: Engine, change: Line
) -> None:
    repository = line("repository.upsert", "r", name="r", provider="git", connected_on="2025-11-01")
    assert rejects(engine, "E17", repository | change)


def test_a_file_with_more_than_a_fifth_of_wrong_lines_is_refused(engine: Engine) -> None:
    receipt = send(engine, *WORLD, question(), "x", "y")
    assert (receipt.is_refused, codes(receipt), receipt.rejected) == (True, ["E18", "E01", "E01"], 9)
    assert rows(engine, organizations) == []


def test_a_file_with_a_fifth_of_wrong_lines_is_taken(engine: Engine) -> None:
    receipt = send(engine, *WORLD, question(), question("q-2"), "x", "y")
    assert (receipt.is_refused, receipt.inserted, receipt.rejected) == (False, 8, 2)


def test_the_whole_file_guard_can_be_switched_off(engine: Engine) -> None:
    receipt = send(engine, "x", *WORLD[:2], "y", options=Options(allow_partial=True))
    assert (receipt.inserted, receipt.rejected, receipt.is_clean) == (2, 2, False)


def test_the_first_twenty_mistakes_are_listed_with_their_lines(engine: Engine) -> None:
    receipt = send(
        engine,
        *WORLD,
        *(question(f"q-{n}", at="never") for n in range(30)),
        options=Options(allow_partial=True),
    )
    assert (receipt.rejected, [mistake.line for mistake in receipt.errors]) == (30, [*range(7, 27)])
    assert receipt.errors[0].code == "E04"
