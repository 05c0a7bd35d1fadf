"""The export: the file of a small world to the letter, who is named in it, and what is said beside it."""

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from reports.errors import RequestError
from reports.export import EXPORTS, chosen, offered
from reports.formats import json
from reports.request import Request
from reports.sections import section_named
from tests.csv_files import sections, written
from tests.organizations import contract, organization
from tests.test_context import artifact, code
from tests.test_contract import signed, used
from tests.test_csv import FORMULAS
from tests.test_simulations import defect, simulation
from tests.test_users import in_channel, person, question, questions, role, with_rankings
from tests.test_workflows import at_stage, path
from tests.usage_lines import Line, ask, line, organisation, rows, said, tell, workflow

MARCH = "export 2026-03"
USERS = "Active Unique Users (Ranked)"
SESSIONS = "Total Active Sessions"
AS_OF = datetime(2026, 3, 31, 12, tzinfo=ZoneInfo("America/New_York"))


def session(id: str, user: str | None, day: str = "2026-03-10") -> Line:
    return line("session.created", id, day, project="store", user=user, origin="web_app")


def asked_in(session: str, id: str, user: str, day: str = "2026-03-10") -> Line:
    stated = {"project": "store", "user": user, "session": session, "origin": "slack"}
    return line("question.asked", id, day, **stated)


def small_world() -> list[Line]:
    """Something of everything in March: five questions by two people, one of whom changed role."""
    people = person("u-1", "Ann", email="ann@acme.test"), person("u-2", "=1+1"), person("u-3", "Cy, Jr.")
    roles = role("u-1", "QA"), role("u-2", "QA"), role("u-2", "Support", "2026-03-15")
    chats = session("s-1", "u-1"), session("s-2", None), session("s-0", "u-2", "2026-02-10")
    asked = [asked_in("s-1", f"q-{nth}", "u-1") for nth in range(3)]
    asked += [asked_in("s-0", "q-8", "u-2"), question("q-9", "u-2", "2026-03-20")]
    ends = ("passed", "passed", "failed", "inconclusive", "canceled")
    ran = [simulation(f"m-{nth}", end, layer="API") for nth, end in enumerate(ends)]
    made = artifact("a-1", "doc-1", "2026-03-10", "created"), artifact("a-2", "doc-1", "2026-03-11")
    drawn = artifact("a-3", "dia-1", "2026-03-10", "created", type="diagram", user="u-3")
    read = code("l-1", 1200), code("l-2", 30, "indexing")
    spent = used("7.25", project="store"), used("1", category="Monitor"), used("-0.5")
    worked = at_stage("question.asked", "q-7", "fix"), *path("i-1", None, "triage", "fix")
    return [
        *organisation("store", "pay"),
        *(workflow(), *people, *roles, *chats, *asked, *ran, defect("d-1", "bug-1")),
        *(*made, drawn, *read, signed(), *spent, *worked),
    ]


LAYOUT = """\
PlayerZero Usage Export
Date Range,2026-03-01 to 2026-03-31
Scope,Store
Exported At,2026-03-31T12:00:00-04:00
Time Zone,America/New_York

Total Active Sessions
Role,Sessions
Total,3
QA,2
Automation,1
Sessions created,2

Total Questions Asked
Breakdown,Value,Questions
Total,,6
Origin,Slack,4
Origin,Unspecified,2
Role,QA,4
Role,Automation,1
Role,Support,1

Active Unique Users (Ranked)
Rank,User,Email,Role,Questions
1,Ann,ann@acme.test,QA,3
2,'=1+1,,Support,2
3,"Cy, Jr.",,Unspecified,0

Active Users by Role
Role,Estimated Unique Users
Total (exact),3
QA,2
Support,1
Unspecified,1

Total Codesims Run
Breakdown,Value,Simulations,Passed,Failed,Pass Rate
Total,,4,2,1,66.7%
Scenario Type,Security,4,2,1,66.7%
System Layer,Unspecified,4,2,1,66.7%
Defects Prevented,,1,,,

Workflow Stages
Workflow,Stage,Type,Issues Processed,Issues Transitioned,Questions Asked,Simulations Run
Defects,Triage,Entry,1,1,0,0
Defects,Fix,Work,1,0,1,0
Defects,Test,Work,0,0,0,0
Defects,Close,Terminal,0,–,0,0

Artifacts Created / Shared
Artifact,Created,Shared
Document,1,1
Diagram,1,0
Total,2,1

Lines of Code Used
Metric,Lines
Lines analyzed,1200
Total processed,1230

Credits
Category,Credits
Player,7.250000
Simulation,0
Monitor,0
WorldModel,0
Total,7.250000
Contract,Spring
Term,2026-01-01 to 2026-04-30
Allocation,1000
Used,7.750000
Percent Used,0.7%
Overflow,0
"""


def test_the_file_of_a_small_world_is_this_one(engine: Engine) -> None:
    tell(engine, *small_world())
    assert written(ask(engine, f"{MARCH} project:store")) == LAYOUT.replace("\n", "\r\n")


def on_terminal(url: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """`usagebot ask` about March of the small world, as a person types it."""
    command = (sys.executable, "-m", "bot", "ask", f"{MARCH} project:store", "--today", "2026-03-31T12:00")
    surroundings = {**os.environ, "USAGE_DATABASE_URL": url}
    return subprocess.run((*command, *words), env=surroundings, capture_output=True, check=False)


def test_the_command_line_writes_the_file_into_a_folder(engine: Engine, database_url: str) -> None:
    tell(engine, *small_world())
    done = on_terminal(database_url, "--out", "files/of march")
    file = Path("files/of march/playerzero-usage-2026-03-31.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", f"{file}\n".encode())
    assert file.read_bytes() == LAYOUT.replace("\n", "\r\n").encode()


def test_a_folder_that_cannot_be_written_is_named(engine: Engine, database_url: str) -> None:
    tell(engine, *small_world())
    Path("taken").write_text("a file")
    done = on_terminal(database_url, "--out", "taken")
    assert done.returncode == 1
    assert b"cannot be written: File exists. Name a folder that you may write to" in done.stderr


def test_every_section_can_be_had_alone_as_it_is_in_the_whole(engine: Engine) -> None:
    tell(engine, *small_world())
    whole = sections(written(ask(engine, f"{MARCH} project:store")))
    for export in EXPORTS:
        alone = sections(written(ask(engine, f"{MARCH} project:store sections:{export.key}")))
        assert alone == {"": whole[""], export.title: whole[export.title]}


def test_the_file_and_the_data_are_one_report(engine: Engine) -> None:
    tell(engine, *small_world())
    found = ask(engine, f"{MARCH} project:store sections:lines,credits")
    lines, credits = (part for part in json.report(found)["parts"] if part["part"] == "table")
    assert (lines["key"], lines["rows"]) == (
        "export.lines",
        [["Lines analyzed", 1200], ["Total processed", 1230]],
    )
    assert credits["rows"][0] == ["Player", "7.250000"]
    assert credits["rows"][9] == ["Percent Used", [7_750_000, 1_000_000_000]]


def test_all_projects_have_no_stages(engine: Engine) -> None:
    tell(engine, *small_world())
    found = sections(written(ask(engine, f"{MARCH} sections:workflows")))
    assert found["Workflow Stages"] == [["Not available: choose a specific project", *[""] * 6]]


def test_a_project_without_a_workflow_says_so(engine: Engine) -> None:
    tell(engine, *small_world())
    found = sections(written(ask(engine, f"{MARCH} sections:workflows project:pay")))
    assert found["Workflow Stages"] == [["Pay has no workflow configured", *[""] * 6]]


def test_a_session_counts_for_its_creator_in_every_range_in_which_it_was_asked(engine: Engine) -> None:
    tell(engine, *small_world())
    february = sections(written(ask(engine, "export 2026-02 sections:sessions")))
    march = sections(written(ask(engine, "export 2026-03-05..2026-03-31 sections:sessions")))
    assert february[SESSIONS] == [["Total", "1"], ["QA", "1"], ["Sessions created", "1"]]
    assert march[SESSIONS][0] == ["Total", "3"]
    assert march[SESSIONS][-1] == ["Sessions created", "2"]


def test_a_source_that_never_reported_defects_has_none_rather_than_zero(engine: Engine) -> None:
    tell(engine, *organisation(), simulation("m-1", "inconclusive"))
    found = sections(written(ask(engine, f"{MARCH} sections:codesims")))["Total Codesims Run"]
    assert found[0] == ["Total", "", "1", "0", "0", "n/a"]
    assert found[-1] == ["Defects Prevented", "", "not reported", "", "", ""]


def test_everybody_is_ranked_and_ties_share_a_rank(engine: Engine) -> None:
    people = [person(f"u-{nth:02d}", f"Person {nth:02d}") for nth in range(30)]
    asked = [each for nth in range(30) for each in questions(f"u-{nth:02d}", nth // 2)]
    chats = session("s-1", "u-00"), session("s-2", "u-01")
    tell(engine, *organisation(), *people, *asked, *chats)
    found = sections(written(ask(engine, f"{MARCH} sections:users")))[USERS]
    assert [row[0] for row in found] == [str(1 + nth // 2 * 2) for nth in range(30)]
    assert [row[4] for row in found] == [str(14 - nth // 2) for nth in range(30)]
    assert [row[1] for row in found[-2:]] == ["Person 00", "Person 01"]


def test_people_with_as_many_questions_stand_in_the_order_of_code_points(engine: Engine) -> None:
    names = ("zoe", "Émile", "ann", "Ann", "Zoe", "O'Neil", "李", "Ann")
    people = [person(f"u-{nth}", name, email=f"{nth}@acme.test") for nth, name in enumerate(names)]
    tell(engine, *organisation(), *people, *(session(f"s-{nth}", f"u-{nth}") for nth in range(len(names))))
    found = sections(written(ask(engine, f"{MARCH} sections:users")))[USERS]
    assert [row[1] for row in found] == ["Ann", "Ann", "O'Neil", "Zoe", "ann", "zoe", "Émile", "李"]
    assert [row[2] for row in found[:2]] == ["3@acme.test", "7@acme.test"]


@pytest.mark.parametrize("setting", ["private", "off"])
def test_a_channels_file_ranks_people_without_naming_them(engine: Engine, setting: str) -> None:
    tell(engine, *small_world())
    with_rankings(engine, setting)
    found = in_channel(engine, f"{MARCH} sections:users,roles")
    assert sections(written(found))[USERS] == [
        ["1", "", "", "QA", "3"],
        ["2", "", "", "Support", "2"],
        ["3", "", "", "Unspecified", "0"],
    ]
    assert "Ann" not in written(found)
    assert any(text.startswith("Nobody is named in this file") for text in said(found))


def test_switched_off_rankings_name_nobody_to_one_person_either(engine: Engine) -> None:
    tell(engine, *small_world())
    with_rankings(engine, "off")
    assert "Ann" not in written(ask(engine, MARCH))


def test_public_rankings_name_people_in_a_channels_file(engine: Engine) -> None:
    tell(engine, *small_world())
    with_rankings(engine, "public")
    assert rows(in_channel(engine, f"{MARCH} sections:users"), "export.users")[0][1:3] == (
        "Ann",
        "ann@acme.test",
    )


def test_a_channels_file_without_the_ranking_says_nothing_of_names(engine: Engine) -> None:
    tell(engine, *small_world())
    assert said(in_channel(engine, "export 2026-02 sections:lines,sessions")) == []


def test_nothing_in_range_is_a_file_of_zeros_and_a_note(engine: Engine) -> None:
    tell(engine, *small_world())
    found = ask(engine, "export 2026-01 project:store")
    note = "No data in this range. Data starts Jan 1, 2026."
    file = sections(written(found))
    assert ["Note", note] in file[""]
    assert note in said(found)
    assert file[SESSIONS] == [["Total", "0"], ["Sessions created", "0"]]
    assert file["Active Users by Role"] == [["Total (exact)", "0"]]
    assert file["Lines of Code Used"] == [["Lines analyzed", "0"], ["Total processed", "0"]]
    assert len(file) == 1 + len(EXPORTS)


def test_without_a_contract_there_are_no_credits_in_the_file(engine: Engine) -> None:
    tell(engine, *organisation())
    found = ask(engine, f"{MARCH} sections:all")
    assert "Credits" not in sections(written(found))
    assert str(found.sentence) == "8 sections in March 2026"
    with pytest.raises(RequestError, match=r"No credit-based contract is configured for Acme Inc\."):
        ask(engine, f"{MARCH} sections:lines,credits")


def test_what_a_projects_credits_leave_out_is_said_beside_the_file(engine: Engine) -> None:
    tell(engine, *small_world())
    assert "Not included: 1 org-level credits (Monitor, Player)" in said(
        ask(engine, f"{MARCH} project:store")
    )
    assert said(ask(engine, "export 2026-02 project:store sections:credits")) == [
        "No data in this range. Data starts Jan 1, 2026."
    ]


def test_names_that_are_formulas_are_text_in_every_place(engine: Engine) -> None:
    people = [person(f"u-{nth}", name) for nth, name in enumerate(FORMULAS)]
    roles = [role(f"u-{nth}", name.strip()[:60]) for nth, name in enumerate(FORMULAS)]
    asked = [question(f"q-{nth}", f"u-{nth}") for nth in range(len(FORMULAS))]
    flow = workflow(name="=1+1", stages=(("triage", "entry"),), edges=())
    tell(engine, *organisation(), *people, *roles, *asked, flow)
    file = sections(written(ask(engine, f"{MARCH} project:store")))
    texts = [cell for rows in file.values() for row in rows for cell in row]
    assert not [
        text for text in texts if text.strip(" \u00a0\ufeff\u200b\u3000")[:1] in tuple("=+-@＝＋－＠")
    ]
    assert len(file[USERS]) == len(FORMULAS)


def test_the_sections_are_offered_in_the_order_of_the_file() -> None:
    credited = organization(contracts=(contract(date(2026, 1, 1), date(2027, 1, 1)),))
    assert [export.title for export in offered(credited)] == [
        "Total Active Sessions",
        "Total Questions Asked",
        "Active Unique Users (Ranked)",
        "Active Users by Role",
        "Total Codesims Run",
        "Workflow Stages",
        "Artifacts Created / Shared",
        "Lines of Code Used",
        "Credits",
    ]
    assert [export.key for export in offered(organization())][-1] == "lines"


def test_sections_are_chosen_in_any_order_and_nothing_is_not_a_choice() -> None:
    assert chosen(("lines", "sessions"), organization()) == ("sessions", "lines")
    with pytest.raises(RequestError, match="Pick at least one section"):
        chosen(("nonsense",), organization())


def test_an_export_is_in_no_other_section() -> None:
    assert section_named("export").brief is None
    assert Request.parse("questions").scope(organization(), AS_OF, alone=True).exports == ()
