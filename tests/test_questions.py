"""The questions section: what is counted, and that every breakdown divides the same total."""

import json
from datetime import date

import pytest
from sqlalchemy import Engine

from bot.clock import Today
from reports.parts import Table
from tests.usage_lines import ask, bars, line, now, organisation, part, rows, said, take, tell

LEAP = Today.parse("2028-03-05")


def asks(id_: str, day: str, **fields: object) -> dict[str, object]:
    return line("question.asked", id_, day, **fields)


@pytest.fixture
def asked(engine: Engine) -> Engine:
    """Five questions in March, two of them automation's, and one in February."""
    tell(
        engine,
        *organisation("store", "pay"),
        line("user.upsert", "u-1", "2026-01-01", display_name="Ada"),
        line("user.role", "r-1", "2026-01-01", user="u-1", job_role="QA", valid_from="2026-01-01"),
        line("user.upsert", "u-2", "2026-01-01", display_name="Bo"),
        line(
            "question.asked",
            "q-1",
            "2026-03-02",
            project="store",
            user="u-1",
            origin="slack",
            category="Debug",
        ),
        line(
            "question.asked",
            "q-2",
            "2026-03-02",
            project="store",
            user="u-2",
            origin="slack",
            category="Newish",
        ),
        asks("q-3", "2026-03-03", project="pay", user="u-1", origin="mcp"),
        asks("q-4", "2026-03-30", project="pay", origin="monitor", category="Debug"),
        asks("q-5", "2026-03-31", project="pay"),
        asks("q-6", "2026-02-27", project="pay", user="u-1", category="Debug"),
    )
    return engine


@pytest.mark.parametrize(
    ("by", "counted"),
    [
        ("category", [("Debug", 2), ("Newish", 1), ("Unclassified", 2)]),
        ("origin", [("Slack", 2), ("IDE via MCP", 1), ("Monitor", 1), ("Unspecified", 1)]),
        ("role", [("Automation", 2), ("QA", 2), ("Unspecified", 1)]),
        ("user", [("Ada", 1), ("Bo", 2)]),
        ("project", [("Pay", 3), ("Store", 2)]),
    ],
)
def test_a_breakdown_counts_what_was_asked(asked: Engine, by: str, counted: list[tuple[str, int]]) -> None:
    found = ask(asked, "questions 2026-03")
    assert [row[:2] for row in rows(found, f"questions.by_{by}")] == counted


@pytest.mark.parametrize("by", ["category", "origin", "role", "project"])
def test_every_breakdown_and_every_bar_sums_to_the_total(asked: Engine, by: str) -> None:
    found = ask(asked, "questions 2026-03 weekly")
    total = part(found, Table, f"questions.by_{by}").total
    assert total is not None
    assert total[1] == sum(int(str(row[1])) for row in rows(found, f"questions.by_{by}")) == 5
    assert sum(sum(series.values()) for series in bars(found, f"questions.by_{by}").values()) == 5


def test_the_month_is_compared_with_as_many_days_before(asked: Engine) -> None:
    figure = ask(asked, "questions 2026-03-01..2026-03-31").figure("questions.total")
    assert (figure.now, figure.before) == (5, 1)


def test_nothing_in_a_range_is_said(asked: Engine) -> None:
    found = ask(asked, "questions 2026-01-05..2026-01-09")
    assert said(found)[0] == "No questions in this range. Data starts Jan 1, 2026."


def test_a_leap_day_is_a_day_like_any_other(engine: Engine) -> None:
    days = ("2028-02-27", "2028-02-28", "2028-02-29", "2028-03-01")
    lines = (*organisation("store"), *(line("question.asked", day, day, project="store") for day in days))
    take(engine, map(json.dumps, lines), LEAP)
    found = ask(engine, "questions 2028-02 weekly", today=LEAP)
    assert now(found, "questions.total") == 3
    assert bars(found, "questions.by_category")["Unclassified"] == {"2028-02-21": 1, "2028-02-28": 2}
    assert found.scope.period.days == 29
    assert found.scope.comparison.before is not None
    assert found.scope.comparison.before.start == date(2028, 1, 3)
