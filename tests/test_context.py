"""The context section: what was written, remembered, shared, used again and read."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, event

from reports.errors import RequestError
from reports.formats.text import text
from reports.parts import Figure, Table
from reports.request import Request
from tests.usage_lines import Line, ask, bars, line, now, organisation, part, rows, said, tell, workflow

MARCH = "context 2026-03-01..2026-03-28"


def artifact(id: str, key: str, day: str, kind: str = "shared", **fields: object) -> Line:
    stated = {"artifact": key, "type": "document", "project": "store"}
    return line(f"artifact.{kind}", id, day, **stated | fields)


def memory(id: str, kind: str, day: str = "2026-03-10", **fields: object) -> Line:
    return line(f"memory.{kind}", id, day, **{"memory": "mem-1", "project": "store"} | fields)


def code(id: str, lines: int, purpose: str = "investigation", **fields: object) -> Line:
    return line(
        "code.analyzed", id, "2026-03-10", purpose=purpose, lines=lines, **{"project": "store"} | fields
    )


def test_what_is_shared_again_counts_once_on_its_first_day(engine: Engine) -> None:
    days = ("2026-03-12", "2026-03-05", "2026-03-20")
    again = [artifact(f"x-{i}", "doc-1", day) for i, day in enumerate(days)]
    tell(engine, *organisation(), *again, artifact("x-9", "doc-2", "2026-03-20"))
    found = ask(engine, f"{MARCH} daily")
    assert now(found, "context.documents_shared") == 2
    assert bars(found, "context.shared")["Documents"] == {"2026-03-05": 1, "2026-03-20": 1}


def test_it_counts_again_in_another_period(engine: Engine) -> None:
    twice = [artifact("x-1", "doc-1", "2026-02-10"), artifact("x-2", "doc-1", "2026-03-10")]
    tell(engine, *organisation(), *twice)
    shared = ask(engine, MARCH).figure("context.documents_shared")
    assert (shared.now, shared.before, shared.trend and shared.trend.text) == (1, 1, "▬ 0%")


def test_the_first_day_is_that_of_the_project_that_is_asked_for(engine: Engine) -> None:
    tell(
        engine,
        *organisation("store", "app"),
        artifact("x-1", "doc-1", "2026-03-05", project="app"),
        artifact("x-2", "doc-1", "2026-03-06"),
    )
    assert bars(ask(engine, f"{MARCH} daily"), "context.shared")["Documents"] == {"2026-03-05": 1}
    store = ask(engine, f"{MARCH} daily project:store")
    assert bars(store, "context.shared")["Documents"] == {"2026-03-06": 1}


def test_more_can_be_shared_than_was_created(engine: Engine) -> None:
    tell(
        engine,
        *organisation(),
        artifact("x-1", "doc-1", "2026-03-05", "created"),
        *(artifact(f"s-{i}", f"doc-{i}", "2026-03-06") for i in range(2)),
        *(artifact(f"d-{i}", "dia-1", "2026-03-06", type="diagram") for i in range(2)),
    )
    found = ask(engine, MARCH)
    assert rows(found, "context.artifacts") == [("Document", 1, 2), ("Diagram", 0, 1)]
    assert part(found, Table, "context.artifacts").total == ("Total", 1, 3)
    assert str(found.sentence) == "Created 1 document and 0 diagrams between Mar 1 and Mar 28, 2026 new"


def test_every_recall_counts(engine: Engine) -> None:
    recalls = [memory(f"r-{i}", "recalled", "2026-03-11") for i in range(3)]
    tell(engine, *organisation(), memory("m-1", "created"), *recalls)
    found = ask(engine, f"{MARCH} weekly")
    assert (now(found, "context.memories_created"), now(found, "context.memories_recalled")) == (1, 3)
    assert bars(found, "context.memories") == {"Created": {"2026-03-09": 1}, "Recalled": {"2026-03-09": 3}}


def test_lines_are_those_of_investigations_however_often_they_are_read(engine: Engine) -> None:
    read = [code("l-1", 10_700_000), code("l-2", 45_471), code("l-3", 45_471), code("l-4", 999, "indexing")]
    tell(engine, *organisation(), *read)
    found = ask(engine, f"{MARCH} monthly")
    assert now(found, "context.lines") == 10_790_942
    assert bars(found, "context.lines") == {"Lines": {"2026-03-01": 10_790_942}}
    assert "Lines analyzed in investigations: 10.7M" in text(found)


def test_what_belongs_to_no_project_is_in_none(engine: Engine) -> None:
    alone = [
        artifact("x-1", "doc-1", "2026-03-05", project=None),
        memory("m-1", "created", project=None),
        code("l-1", 7, project=None),
    ]
    tell(engine, *organisation(), *alone)
    keys = ("context.documents_shared", "context.memories_created", "context.lines")
    assert [now(ask(engine, MARCH), key) for key in keys] == [1, 1, 7]
    assert [now(ask(engine, f"{MARCH} project:store"), key) for key in keys] == [0, 0, 0]


def test_days_are_those_of_the_organisations_zone(engine: Engine) -> None:
    tell(engine, *organisation(), artifact("x-1", "doc-1", "2026-03-09T03:30:00Z", "created"))
    assert bars(ask(engine, f"{MARCH} daily"), "context.artifacts")["Documents"] == {"2026-03-08": 1}


def test_an_empty_range_says_when_data_starts(engine: Engine) -> None:
    tell(engine, *organisation())
    found = ask(engine, MARCH)
    assert "No context activity in this range. Data starts Jan 1, 2026." in said(found)
    assert {figure.now for figure in found.figures} == {0}


def test_the_overview_tells_it_in_short(engine: Engine) -> None:
    tell(engine, *organisation(), artifact("x-1", "doc-1", "2026-03-05", "created"), code("l-1", 5))
    found = ask(engine, "overview 2026-03-01..2026-03-28")
    assert part(found, Figure, "context.created").now == 1
    assert part(found, Figure, "context.lines").now == 5


@pytest.mark.parametrize("word", ["by:project", "by:type", "table"])
def test_it_has_no_breakdowns(word: str) -> None:
    with pytest.raises(RequestError, match="I don't understand"):
        Request.parse(f"context {word}")


def explained(engine: Engine, ask: Callable[[], object]) -> list[str]:
    """How SQLite finds the events for each query that reads any."""
    plans: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def explain(connection: Connection, _: object, sql: str, values: tuple[object, ...], *__: object) -> None:
        if sql.startswith("SELECT") and "FROM events" in sql and "max(events" not in sql:
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", values)
            plans.extend(row[3] for row in plan if " events " in f"{row[3]} ")

    ask()
    return plans


@pytest.mark.parametrize("words", [MARCH, "simulations project:store", "workflows"])
def test_what_is_distinct_is_counted_through_the_index(sqlite_engine: Engine, words: str) -> None:
    defect = line("defect.prevented", "d-1", "2026-03-01", project="store", defect="d")
    tell(sqlite_engine, *organisation(), workflow(), defect)
    plans = explained(sqlite_engine, lambda: ask(sqlite_engine, words))
    by_index = "INDEX ix_events_org_kind_day_project (org_id=? AND kind=? AND occurred_on>"
    assert plans
    assert all(by_index in plan for plan in plans)
