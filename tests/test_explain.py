"""A report explained: what a number counts is what is behind it, and only managers see the events."""

import json

import pytest
from sqlalchemy import Connection, Engine, select, update

from bot.sandbox import Message
from bot.sandbox.state import View
from reports.explain import definition
from reports.numbers import Credits
from reports.parts import Figure, Unit
from reports.report import Report
from reports.section import Section
from reports.sections import SECTIONS
from storage import audit
from storage.engine import reading, writing
from storage.rows import Place, Source, latest_rows
from storage.tables import events, organizations
from tests.demo_history import NOW
from tests.usage_lines import ask as ask_on
from tests.world import MIRA, Door, questions

SOON = 10
MANY = 1_000_000
RECENT = [asked for asked in questions() if asked["at"][:10] > "2026-10-23"]
EACH = pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
DISTINCT = ("defects", "documents_shared", "diagrams_shared", "issues")  # things, not events
PEOPLE = ("overview.active_users", "users.active")


@EACH
@pytest.mark.parametrize("words", ["last-30d", "2026-10 project:storefront"])
def test_behind_each_number_are_as_many_events_as_it_says(
    demo_engine: Engine, section: Section, words: str
) -> None:
    if section.exports:
        return
    words = f"{words} project:storefront" if section.views and "project:" not in words else words
    counted = ask_on(demo_engine, f"{section.name} {words}", today=NOW)
    with reading(demo_engine) as connection:
        for figure in counted.figures:
            assert_events(connection, counted, figure)


def assert_events(connection: Connection, counted: Report, figure: Figure) -> None:
    """The events behind a figure are as many, or amount to as much, as it says."""
    found = definition(figure.key)
    assert found, f"{figure.key} is not explained"
    scope, source = counted.scope, found.source
    if source is None or figure.now is None or figure.unit is Unit.RATE or figure.key == "projects.active":
        return
    place = Place(scope.org.id, scope.project_id, (scope.period.start, scope.period.end))
    rows = latest_rows(connection, place, source, MANY)
    if figure.unit is Unit.CREDITS:
        assert Credits(sum(row.amount for row in rows)) == figure.now
    elif figure.unit is Unit.LINES:
        assert sum(row.amount for row in rows) == figure.now
    elif figure.key in PEOPLE or figure.key.endswith(DISTINCT):
        assert len(rows) >= int(str(figure.now))
        assert bool(rows) == bool(figure.now)
    else:
        assert len(rows) == figure.now


@EACH
def test_every_table_is_explained(demo_engine: Engine, section: Section) -> None:
    if section.exports or section.views:
        return
    counted = ask_on(demo_engine, f"{section.name} last-30d", today=NOW)
    tabs = [table.key for table in counted.tables if ".by_" in table.key]
    assert [key for key in tabs if definition(key) is None] == []


def test_the_latest_come_first(demo_engine: Engine) -> None:
    counted = ask_on(demo_engine, "questions last-30d", today=NOW)
    scope = counted.scope
    place = Place(scope.org.id, scope.project_id, (scope.period.start, scope.period.end))
    with reading(demo_engine) as connection:
        rows = latest_rows(connection, place, Source(("question.asked", "session.created")), 10)
        e = events.c
        newest = select(e.occurred_at).where(
            e.org_id == scope.org.id,
            e.kind.in_(("question.asked", "session.created")),
            e.occurred_on >= scope.period.start,
            e.occurred_on < scope.period.end,
        )
        moments = connection.execute(newest.order_by(e.occurred_at.desc()).limit(10)).scalars().all()
    assert [row.at for row in rows] == list(moments)


def explained(usage: Door, message: Message) -> str:
    """What the window says."""
    assert usage.workspace.choose(MIRA, message, "more", "explain").error is None

    def ready() -> list[View]:
        return [view for view in usage.workspace.modals(MIRA) if len(view.blocks) > 1]

    return json.dumps(usage.workspace.wait_for(ready, SOON)[-1].blocks, ensure_ascii=False)


def test_the_window_tells_what_is_counted_the_days_and_how_fresh(quick: Door) -> None:
    said = explained(quick, quick.posted("/usage questions last-30d by:origin project:storefront"))
    assert "Messages to a Player, first ones and follow-ups." in said
    assert "Where each message came from" in said
    assert "*Project*\\nStorefront" in said
    assert "Oct 24 – Nov 22, 2026 (30 days), whole days in America/New_York" in said
    assert "Oct 24, 2026 04:00 to Nov 23, 2026 05:00" in said  # the clocks go back in between
    assert "*Compared with*\\nSep 24 – Oct 23, 2026" in said
    assert "Nov 22, 2026 14:00, the latest event that has arrived" in said


def test_managers_see_the_latest_ten_events_and_nobody_named(quick: Door) -> None:
    said = explained(quick, quick.posted("/usage questions last-30d"))
    assert said.count("question.asked") == 10
    assert "*Nov 22, 2026 14:00*   question.asked •" in said
    assert "Mira Okafor" not in said


def test_whoever_sees_the_events_is_in_the_audit_log(quick: Door, store: Engine) -> None:
    explained(quick, quick.posted("/usage questions last-7d"))
    with reading(store) as connection:
        kept = [(each.action, each.actor, each.target) for each in audit.entries(connection, 1, 10)]
    assert ("rows", MIRA, "questions last-7d project:all") in kept


def test_viewers_are_told_who_sees_them(quick: Door, store: Engine) -> None:
    message = quick.posted("/usage questions last-30d")
    with writing(store) as connection:
        connection.execute(update(organizations).values(default_role="viewer"))
    try:
        said = explained(quick, message)
    finally:
        with writing(store) as connection:
            connection.execute(update(organizations).values(default_role="manager"))
    assert "question.asked" not in said
    assert "Managers also see the events" in said


def test_a_private_report_is_explained_too(quick: Door) -> None:
    said = explained(quick, quick.whispered("/usage overview last-7d private"))
    assert "Different people with at least one act of their own" in said
