"""The workflows section: what a project's issues did at each stage, as a table and as a graph."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from sqlalchemy import Engine, TableClause, update

from reports.errors import RequestError
from reports.formats.text import table_line
from reports.parts import Graph, Table
from reports.request import Request
from storage.engine import writing
from storage.tables import projects, workflows
from tests.usage_lines import (
    Line,
    ask,
    line,
    moves,
    now,
    organisation,
    part,
    rows,
    said,
    tell,
    workflow,
)

MARCH = "workflows 2026-03-01..2026-03-30 project:store"
ISSUES = "workflows.issues"
SHORT = (("triage", "entry"), ("close", "terminal"))
OUTSIDE = "Work outside stages is not in this table, so it does not add up to the project's totals."


def moved(id: str, issue: str, source: str | None, target: str | None, day: str = "2026-03-10") -> Line:
    ends = {"from": source, "to": target}
    return line("stage.transitioned", id, day, project="store", issue=issue, **ends)


def path(issue: str, *stages: str | None, day: str = "2026-03-10") -> list[Line]:
    """An issue on its way from stage to stage; None = outside."""
    ends = enumerate(pairwise(stages))
    return [moved(f"{issue}-{day}-{i}", issue, source, target, day) for i, (source, target) in ends]


def at_stage(kind: str, id: str, stage: str | None, **fields: object) -> Line:
    return line(kind, id, "2026-03-10", project="store", stage=stage, **fields)


def archive(engine: Engine, what: TableClause) -> None:
    with writing(engine) as connection:
        connection.execute(update(what).values(archived_at=datetime(2026, 3, 20, tzinfo=UTC)))


def test_a_loop_counts_an_issue_once_for_each_stage_and_every_move(engine: Engine) -> None:
    tell(engine, *organisation(), workflow(), *path("i-1", None, "triage", "fix", "test", "fix", "test"))
    found = ask(engine, MARCH)
    assert [row[:4] for row in rows(found, "workflows.w-1")] == [
        ("Triage", "Entry", 1, 1),
        ("Fix", "Work", 1, 1),
        ("Test", "Work", 1, 1),
        ("Close", "Terminal", 0, None),
    ]
    assert moves(found, "workflows.w-1") == {
        ("triage", "fix"): (1, True),
        ("fix", "test"): (2, True),
        ("test", "fix"): (1, True),
        ("test", "close"): (0, True),
    }


def test_entering_is_processed_and_leaving_is_not_transitioned(engine: Engine) -> None:
    tell(engine, *organisation(), workflow(), *path("i-1", None, "fix", None), *path("i-2", "test", "close"))
    found = ask(engine, MARCH)
    assert [row[2:4] for row in rows(found, "workflows.w-1")] == [(0, 0), (1, 0), (1, 1), (1, None)]
    assert (now(found, "workflows.issues"), now(found, "workflows.moves")) == (2, 3)


def test_issues_are_distinct_in_the_period_before_too(engine: Engine) -> None:
    before = path("i-1", None, "triage", "fix", day="2026-02-10")
    tell(engine, *organisation(), workflow(), *before, *path("i-1", "fix", "test"), *path("i-2", None, "fix"))
    found = ask(engine, "workflows 2026-03-01..2026-03-28 project:store")
    assert str(found.sentence) == "Processed 2 issues between Mar 1 and Mar 28, 2026 ▲ 100%"


def test_questions_and_finished_simulations_stand_at_their_stage(engine: Engine) -> None:
    ran = [("m-1", "fix", "passed"), ("m-2", "fix", "canceled"), ("m-3", None, "passed")]
    tell(
        engine,
        *organisation(),
        workflow(),
        *(at_stage("question.asked", f"q-{i}", stage) for i, stage in enumerate(("fix", "fix", None))),
        *(at_stage("simulation.finished", id, s, scenario="sc", verdict=end) for id, s, end in ran),
    )
    found = ask(engine, MARCH)
    assert rows(found, "workflows.w-1")[1] == ("Fix", "Work", 0, 0, 2, 1)
    assert OUTSIDE in said(found)


def test_a_removed_stage_is_shown_only_for_what_happened_there(engine: Engine) -> None:
    busy = path("i-1", "triage", "fix", "close")
    tell(engine, *organisation(), workflow(), *busy, workflow("2026-03-20", SHORT, [("triage", "close")]))
    found = ask(engine, MARCH)
    assert [row[0] for row in rows(found, "workflows.w-1")] == ["Triage", "Fix (removed)", "Close"]
    assert [node.removed for node in part(found, Graph, "workflows.w-1").nodes] == [False, True, False]
    assert moves(found, "workflows.w-1") == {
        ("triage", "close"): (0, True),
        ("triage", "fix"): (1, False),
        ("fix", "close"): (1, False),
    }


def test_a_question_is_enough_to_show_a_removed_stage(engine: Engine) -> None:
    asked = at_stage("question.asked", "q-1", "test")
    tell(engine, *organisation(), workflow(), asked, workflow("2026-03-20", SHORT, [("triage", "close")]))
    found = [row[0] for row in rows(ask(engine, MARCH), "workflows.w-1")]
    assert sorted(map(str, found)) == ["Close", "Test (removed)", "Triage"]


def test_a_move_that_no_version_allowed_is_marked(engine: Engine) -> None:
    tell(engine, *organisation(), workflow(), *path("i-1", "triage", "close"))
    assert moves(ask(engine, MARCH), "workflows.w-1")["triage", "close"] == (1, False)


def test_several_workflows_have_a_table_and_a_graph_each(engine: Engine) -> None:
    second = workflow(id="w-2", name="Reviews", stages=[("review", "entry"), ("done", "terminal")], edges=[])
    across = path("i-1", "triage", "fix", "review", "done")
    tell(engine, *organisation(), workflow(), second, *across)
    found = ask(engine, MARCH)
    assert [table.title for table in found.tables] == ["Defects", "Reviews"]
    assert [row[0] for row in rows(found, "workflows.w-2")] == ["Review", "Done"]
    for key in ("workflows.w-1", "workflows.w-2"):
        assert moves(found, key)["fix", "review"] == (1, False)
    names = [node.name for node in part(found, Graph, "workflows.w-2").nodes]
    assert names == ["Review", "Done", "Fix (Defects)"]


def test_an_archived_workflow_is_shown_only_for_what_happened_in_it(engine: Engine) -> None:
    tell(engine, *organisation(), workflow(), *path("i-1", "triage", "fix"))
    archive(engine, workflows)
    assert part(ask(engine, MARCH), Table, "workflows.w-1").title == "Defects (archived)"
    february = ask(engine, "workflows 2026-02 project:store")
    assert "Store has no workflow configured" in said(february)


def test_an_archived_project_can_be_asked_for(engine: Engine) -> None:
    tell(engine, *organisation("store", "app"), workflow(), *path("i-1", "triage", "fix"))
    archive(engine, projects)
    assert now(ask(engine, MARCH), "workflows.issues") == 1


def test_a_project_without_a_workflow_says_so(engine: Engine) -> None:
    tell(engine, *organisation("data-platform"))
    found = ask(engine, "workflows project:data-platform")
    assert "Data-Platform has no workflow configured" in said(found)
    assert (found.tables, found.charts) == ((), ())


def test_a_workflow_without_activity_is_a_table_of_zeros(engine: Engine) -> None:
    tell(engine, *organisation(), workflow())
    found = ask(engine, MARCH)
    assert [row[2:] for row in rows(found, "workflows.w-1")] == [(0, 0, 0, 0)] * 3 + [(0, None, 0, 0)]
    assert {count for count, _ in moves(found, "workflows.w-1").values()} == {0}
    assert "No issues in this range. Data starts Jan 1, 2026." in said(found)


def test_projects_are_never_added_up(engine: Engine) -> None:
    tell(engine, *organisation("store", "app"), workflow())
    with pytest.raises(RequestError, match=r"Pick one: .* Your projects: app, store"):
        ask(engine, "workflows last-30d")
    with pytest.raises(RequestError, match="Pick one"):
        ask(engine, "workflows last-30d project:all")


def test_the_only_project_is_meant(engine: Engine) -> None:
    tell(engine, *organisation(), workflow(), *path("i-1", "triage", "fix"))
    assert now(ask(engine, "workflows last-30d"), "workflows.issues") == 1


def test_another_projects_issues_are_not_counted(engine: Engine) -> None:
    other = path("i-1", "triage", "fix")
    theirs = [each | {"project": "app", "id": f"app-{each['id']}"} for each in path("i-9", "triage", "fix")]
    both = [workflow(), workflow(project="app")]
    tell(engine, *organisation("store", "app"), *both, *other, *theirs)
    found = ask(engine, MARCH)
    assert (now(found, "workflows.issues"), moves(found, "workflows.w-1")["triage", "fix"]) == (1, (1, True))


def test_the_overview_shows_issues_of_one_project_only(engine: Engine) -> None:
    tell(engine, *organisation("store", "app"), workflow(), *path("i-1", "triage", "fix"))
    shown = {
        project: [f.now for f in ask(engine, f"overview project:{project}").figures if f.key == ISSUES]
        for project in ("store", "app", "all")
    }
    assert shown == {"store": [1], "app": [], "all": []}


def test_a_line_of_text_tells_how_many_were_processed(engine: Engine) -> None:
    tell(engine, *organisation(), workflow(), *path("i-1", "triage", "fix"))
    table = part(ask(engine, MARCH), Table, "workflows.w-1")
    assert table_line(table, rows=2) == "Defects: Triage 1, Fix 1, … and 2 more"


@pytest.mark.parametrize("word", ["daily", "by:stage", "chart"])
def test_words_that_mean_nothing_here_are_said(word: str) -> None:
    with pytest.raises(RequestError, match="I don't understand"):
        Request.parse(f"workflows {word}")


@pytest.mark.parametrize("view", ["table", "graph"])
def test_it_is_shown_as_a_table_or_as_a_graph(view: str) -> None:
    assert Request.parse(f"workflows project:store {view}").view == view
