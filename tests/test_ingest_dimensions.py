"""What lines say an organisation is: people and their roles, workflows, connections, contracts."""

from typing import Any

import pytest
from sqlalchemy import Engine

from storage.tables import (
    edges,
    integration_projects,
    organizations,
    people,
    person_roles,
    projects,
    repositories,
    repository_projects,
    stages,
    vocabulary,
)
from storage.vocabulary import OPEN
from tests.ingest_lines import (
    BEGAN,
    WORLD,
    codes,
    event,
    figures,
    line,
    org,
    project,
    question,
    role,
    rows,
    send,
    session,
    simulation,
    tally,
    user,
    workflow,
)

LATER = "2026-02-01T00:00:00Z"


def test_an_organisation_begins_with_the_open_vocabularies_in_their_order(engine: Engine) -> None:
    send(engine, org())
    found = [(row.vocab, row.key, row.label, row.sort_order) for row in rows(engine, vocabulary)]
    assert found == [(word.vocab, word.key, word.label, place) for place, word in enumerate(OPEN)]


def test_a_word_added_to_the_vocabulary_of_an_organisation_is_known_there(engine: Engine) -> None:
    send(engine, *WORLD)
    with engine.begin() as connection:
        word = {"org_id": 1, "vocab": "category", "key": "Dream", "label": "Dream", "sort_order": 99}
        connection.execute(vocabulary.insert().values(word))
    assert send(engine, *WORLD, question(category="Dream")).warned == 0


def test_another_time_zone_moves_every_event_to_its_day_there(engine: Engine) -> None:
    night = question(at="2026-11-03T02:00:00Z")
    send(engine, *WORLD, night, classified_later())
    move = org(time_zone="Asia/Tokyo") | {"at": LATER}
    assert (
        send(
            engine,
            move,
            question("q-2", at="2026-11-02T14:59:59Z"),
            question("q-3", at="2026-11-02T15:00:00Z"),
        ).updated
        == 1
    )
    days = {id: str(event(engine, id).occurred_on) for id in ("q-1", "q-2", "q-3")}
    assert days == {"q-1": "2026-11-03", "q-2": "2026-11-02", "q-3": "2026-11-03"}
    assert {(str(row[4]), row[6]) for row in figures(engine) if row[1:4] == (0, "question.asked", "")} == {
        ("2026-11-02", 1),
        ("2026-11-03", 2),
    }


def classified_later() -> dict[str, Any]:
    return line("question.classified", "q-1", rev=1, category="Debug")


def test_a_zone_change_in_the_middle_of_a_file_keeps_tallies_and_events_together(engine: Engine) -> None:
    move = org(time_zone="Asia/Tokyo") | {"at": LATER}
    night = "2026-11-03T02:00:00Z"
    send(engine, *WORLD, question(at=night, category="Code"), move, classified_later(), simulation(at=night))
    assert {str(row[4]) for row in figures(engine)} == {"2026-11-03"}
    assert tally(engine, "question.asked", "category") == {"Debug": 1}


def test_an_upsert_states_the_whole_record(engine: Engine) -> None:
    send(engine, org(), user("noa", email="noa@acme.test", slack_user_id="U1", is_service=True))
    send(engine, org(), user("noa") | {"at": LATER})
    [noa] = rows(engine, people)
    assert (noa.email, noa.slack_user_id, noa.is_service) == (None, None, False)


def test_any_upsert_fills_in_a_stub(engine: Engine) -> None:
    send(engine, *WORLD, question(user="noa"))
    assert (
        send(engine, org(), user("noa", display_name="Noa B.") | {"at": "2015-06-01T00:00:00Z"}).updated == 1
    )
    assert [row.display_name for row in rows(engine, people)] == ["Mira", "Noa B."]


def test_a_role_is_the_one_of_the_local_day(engine: Engine) -> None:
    change = role("mira", "SRE", "2026-11-03")
    before, after = question(at="2026-11-03T04:59:59Z"), question("q-2", at="2026-11-03T05:00:00Z")
    send(engine, *WORLD, change, before, after, question("q-3", at="2025-09-30T12:00:00Z"))
    assert [event(engine, id).role for id in ("q-1", "q-2", "q-3")] == ["QA", "SRE", "Unspecified"]


def test_a_role_that_comes_after_its_events_does_not_stamp_them_again(engine: Engine) -> None:
    send(engine, *WORLD, question(), role("mira", "SRE", "2026-11-01"), question("q-2"))
    assert [event(engine, id).role for id in ("q-1", "q-2")] == ["QA", "SRE"]


def test_a_service_account_is_automation_but_keeps_its_name(engine: Engine) -> None:
    send(engine, *WORLD, user("bot", is_service=True), role("bot", "QA", "2025-10-01"), session(user="bot"))
    assert event(engine, "s-1").role == "Automation"
    assert event(engine, "s-1").person_id is not None
    assert tally(engine, "activity", "person") == {}


def test_kinds_without_an_actor_have_no_role(engine: Engine) -> None:
    send(engine, *WORLD, line("credits.used", "c", category="Player", amount="1", user="mira"))
    assert (event(engine, "c").role, event(engine, "c").person_id) == (None, 1)


def test_a_new_role_closes_the_open_one(engine: Engine) -> None:
    send(engine, *WORLD, role("mira", "SRE", "2026-04-01"), role("mira", "Data", "2026-08-01"))
    assert _periods(engine) == [
        ("2025-10-01", "2026-04-01", "QA"),
        ("2026-04-01", "2026-08-01", "SRE"),
        ("2026-08-01", "None", "Data"),
    ]


def test_a_role_before_an_open_one_ends_where_that_begins(engine: Engine) -> None:
    send(engine, *WORLD, role("mira", "SRE", "2025-01-01"))
    assert _periods(engine) == [("2025-01-01", "2025-10-01", "SRE"), ("2025-10-01", "None", "QA")]


def _periods(engine: Engine) -> list[tuple[str, str, str]]:
    return sorted(
        (str(row.valid_from), str(row.valid_to), row.job_role) for row in rows(engine, person_roles)
    )


def test_a_new_version_of_a_workflow_keeps_what_it_leaves_out_as_removed(engine: Engine) -> None:
    kept = [{"id": name, "name": name.upper(), "type": "work"} for name in ("fix", "triage")]
    send(engine, *WORLD, workflow(at=LATER, rev=2, stages=kept, edges=[["fix", "triage"]]))
    found = {row.external_id: (row.position, row.removed_at is None) for row in rows(engine, stages)}
    assert found == {"triage": (1, True), "fix": (0, True), "test": (2, False)}
    assert [row.removed_at is None for row in rows(engine, edges)] == [False, False, True]
    assert send(engine, *WORLD, question(stage="test")).is_clean


def test_a_stage_that_comes_back_is_no_longer_removed(engine: Engine) -> None:
    without = workflow(at=LATER, stages=[], edges=[])
    send(engine, *WORLD, without, workflow(at="2026-03-01T00:00:00Z"))
    assert {row.removed_at for row in rows(engine, stages)} | {
        row.removed_at for row in rows(engine, edges)
    } == {None}


@pytest.mark.parametrize("kind", ["repository.upsert", "integration.upsert"])
def test_a_connection_serves_the_projects_it_names_last(engine: Engine, kind: str) -> None:
    stated = {"name": "r", "provider": "p", "category": "crm", "connected_on": "2025-11-01"}
    send(engine, *WORLD, line(kind, "r", BEGAN, projects=["pay", "store"], **stated))
    send(engine, *WORLD, line(kind, "r", LATER, projects=["store", "store"], **stated))
    table = repository_projects if kind == "repository.upsert" else integration_projects
    assert [row.project_id for row in rows(engine, table)] == [2]


def test_a_connection_to_an_unknown_project_is_rejected(engine: Engine) -> None:
    stated = {"name": "r", "provider": "p", "connected_on": "2025-11-01"}
    assert codes(send(engine, *WORLD, line("repository.upsert", "r", projects=["pai"], **stated))) == ["E06"]
    assert rows(engine, repositories) == []


def test_an_unknown_repository_of_analysed_code_is_taken_and_not_created(engine: Engine) -> None:
    code = line("code.analyzed", "l", purpose="indexing", lines=7, repository="r-9")
    receipt = send(engine, *WORLD, code)
    assert (receipt.inserted, receipt.warned) == (len(WORLD) + 1, 1)
    assert rows(engine, repositories) == []


def test_an_issue_is_checked_and_not_kept(engine: Engine) -> None:
    assert send(engine, *WORLD, line("issue.upsert", "i", project="pay", ticket_key="PAY-1")).ignored == 1


def test_two_projects_cannot_have_one_slug(engine: Engine) -> None:
    assert codes(send(engine, *WORLD, project("pay") | {"id": "p-other"})) == ["E16"]


def test_a_project_can_change_its_slug(engine: Engine) -> None:
    renamed = project("pay") | {"slug": "payments", "at": LATER}
    assert send(engine, *WORLD, renamed, question(project="payments")).is_clean
    assert [row.slug for row in rows(engine, projects)] == ["payments", "store"]


def test_organisations_in_one_file_never_meet(engine: Engine) -> None:
    mine = [*WORLD, question(), session()]
    theirs = [{**sent, "org": "globex", "name": "Globex"} for sent in mine]
    mixed = [sent for pair in zip(mine, theirs, strict=True) for sent in pair]
    receipt = send(engine, *mixed)
    assert (receipt.inserted, receipt.is_clean) == (2 * len(mine), True)
    assert [row.slug for row in rows(engine, organizations)] == ["acme", "globex"]
    by_org: dict[int, set[tuple[object, ...]]] = {1: set(), 2: set()}
    for row in figures(engine):
        by_org[int(str(row[0]))].add((row[2], row[3], row[4], row[6], row[7]))
    assert by_org[1] == by_org[2]
