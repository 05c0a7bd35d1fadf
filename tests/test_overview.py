"""The overview: people, sessions, what is connected, and every other section in short; and the projects."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from reports.parts import Figure, Table
from reports.section import Need
from reports.sections import SECTIONS
from tests.test_contract import signed, used
from tests.test_users import person, question
from tests.usage_lines import Line, ask, bars, line, now, organisation, part, rows, said, tell

RANGE = "2026-03-01..2026-03-30"


def session(id: str, day: str = "2026-03-10", **fields: object) -> Line:
    return line("session.created", id, day, **{"project": "store", "user": "u-1"} | fields)


def repository(id: str, connected: str, disconnected: str | None = None, *projects: str) -> Line:
    stated = {"name": id, "provider": "github", "projects": list(projects)}
    dates = {"connected_on": connected, "disconnected_on": disconnected}
    return line("repository.upsert", id, "2026-01-01", **stated, **dates)


def integration(id: str, connected: str, disconnected: str | None = None, *projects: str) -> Line:
    stated = {"provider": id, "category": "ticketing", "projects": list(projects)}
    dates = {"connected_on": connected, "disconnected_on": disconnected}
    return line("integration.upsert", id, "2026-01-01", **stated, **dates)


def test_people_sessions_and_code_are_counted(engine: Engine) -> None:
    code = [
        line("code.analyzed", f"l-{nth}", "2026-03-10", project=None, purpose=purpose, lines=1000)
        for nth, purpose in enumerate(("investigation", "indexing", "simulation"))
    ]
    sessions = session("s-1"), session("s-2", "2026-03-12"), session("s-3", user=None)
    tell(engine, *organisation(), person("u-1", "Ann"), *sessions, *code)
    found = ask(engine, f"overview {RANGE}")
    assert now(found, "overview.active_users") == 1
    assert now(found, "overview.sessions") == 3
    assert now(found, "overview.code") == 3000
    assert bars(found, "overview.sessions") == {"Player sessions": {"2026-03-10": 2, "2026-03-12": 1}}
    assert str(found.sentence) == "1 active user between Mar 1 and Mar 30, 2026 new"


@pytest.mark.parametrize("stock", [repository, integration])
def test_what_is_connected_when_the_range_is_over_counts(engine: Engine, stock: Callable[..., Line]) -> None:
    lines = (
        stock("on the last day", "2026-03-30"),
        stock("a day late", "2026-03-31"),
        stock("gone on the last day", "2026-01-01", "2026-03-30"),
        stock("gone a day later", "2026-01-01", "2026-03-31"),
        stock("always", "2026-01-01", None, "store"),
    )
    tell(engine, *organisation("store", "pay"), *lines)
    key = f"overview.{'repositories' if stock is repository else 'integrations'}"
    connected = [
        now(ask(engine, f"overview {RANGE} {words}"), key)
        for words in ("project:all", "project:store", "project:pay")
    ]
    assert connected == [3, 1, 0]
    assert part(ask(engine, f"overview {RANGE}"), Figure, key).trend is None


def test_every_other_section_says_something_in_short(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), used("5"), question("q-1", "u-1"))
    found = ask(engine, f"overview {RANGE} project:store")
    keys = {part.key.partition(".")[0] for part in found.parts}
    assert keys >= {s.name for s in SECTIONS if s.brief and s.needs is not Need.PROJECT}
    assert {"credits", "contract", "questions"} <= keys


def test_a_section_that_cannot_be_counted_is_left_out(engine: Engine) -> None:
    tell(engine, *organisation("store", "pay"), used("5"))
    found = ask(engine, f"overview {RANGE}")
    keys = {part.key.partition(".")[0] for part in found.parts}
    unfit = {section.name for section in SECTIONS if not section.fits(found.scope)}
    assert {"credits", "contract"} <= unfit
    assert not keys & unfit


def test_the_overview_has_its_roles_with_the_exact_total(engine: Engine) -> None:
    tell(engine, *organisation(), person("u-1", "Ann"), session("s-1"), session("s-2", user=None))
    table = part(ask(engine, f"overview {RANGE}"), Table, "overview.by_role")
    assert [row[:2] for row in (*table.rows, table.total or ())] == [("Unspecified", 1), ("Total (exact)", 1)]


def test_an_empty_overview_says_when_data_starts(engine: Engine) -> None:
    tell(engine, *organisation())
    assert "No people or sessions in this range. Data starts Jan 1, 2026." in said(
        ask(engine, f"overview {RANGE}")
    )


def test_projects_are_listed_with_what_they_were_used_for(engine: Engine) -> None:
    simulated = {"project": "pay", "scenario": "sc", "user": "u-1"}
    runs = [
        line("simulation.finished", f"m-{nth}", "2026-03-10", **simulated, verdict=verdict)
        for nth, verdict in enumerate(("passed", "inconclusive", "canceled"))
    ]
    tell(engine, *organisation("store", "pay", "idle"), *runs, session("s-1"), question("q-1", "u-2"))
    found = ask(engine, f"projects {RANGE}")
    assert rows(found, "projects.by_project") == [
        ("Store", "store", 1, 1, 0, 2),
        ("Idle", "idle", 0, 0, 0, 0),
        ("Pay", "pay", 0, 0, 2, 1),
    ]
    assert part(found, Table, "projects.by_project").total == ("Total", None, 1, 1, 2, 2)
    assert str(found.sentence) == "2 active projects between Mar 1 and Mar 30, 2026"


def test_an_archived_project_is_marked_and_stays(engine: Engine) -> None:
    tell(engine, *organisation("store"), question("q-1", "u-1"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE projects SET archived_at = set_at")
    found = ask(engine, f"projects {RANGE} project:store")
    assert rows(found, "projects.by_project")[0][:3] == ("Store (archived)", "store", 1)
