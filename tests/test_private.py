"""Private answers: for the asker alone, with Slack's own charts where they fit, and shared when wished."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.native_chart import native_charts
from bot.sandbox import Message
from bot.sandbox.block_check import check_blocks
from bot.sandbox.state import View
from reports.numbers import MICRO
from reports.parts import Series, Timeline, Unit
from reports.period import Period, Step, buckets
from reports.report import Report
from reports.request import Request
from reports.sections import section_named
from tests.organizations import organization
from tests.world import GENERAL, MIRA, RANDOM, Door, questions

RECENT = [asked for asked in questions() if asked["at"][:10] > "2026-10-23"]
REPORTS = "C0REPORTS"
SOON = 10
AS_OF = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def charts(message: Message) -> list[dict[str, Any]]:
    return [block["chart"] for block in message.blocks if block["type"] == "data_visualization"]


def options(message: Message) -> list[str]:
    """What stands behind the three dots."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    (more,) = [element for row in rows for element in row if element["action_id"] == "more"]
    return [option["value"] for option in more["options"]]


def sharing(usage: Door, message: Message) -> View:
    """The window of *Share to channel*, once its fields are there."""
    assert usage.workspace.choose(MIRA, message, "more", "share").error is None

    def ready() -> list[View]:
        return [view for view in usage.workspace.modals(MIRA) if view.payload.get("submit")]

    return usage.workspace.wait_for(ready, SOON)[-1]


def done(usage: Door, words: str) -> None:
    """Wait until the window says this, and close it."""
    found = usage.workspace.wait_for(
        lambda: [view for view in usage.workspace.modals(MIRA) if words in json.dumps(view.blocks)], SOON
    )
    usage.workspace.close(MIRA, found[0])


def test_a_private_answer_has_slacks_own_chart_whose_points_add_up(quick: Door) -> None:
    (chart,) = charts(quick.whispered("/usage questions last-30d private"))
    drawn = sum(point["value"] for series in chart["series"] for point in series["data"])
    assert drawn == len(RECENT)
    assert len(chart["axis_config"]["categories"]) <= 20


def test_a_single_day_is_a_pie_of_shares(quick: Door) -> None:
    (chart,) = charts(quick.whispered("/usage questions yesterday private"))
    assert chart["type"] == "pie"
    assert sum(segment["value"] for segment in chart["segments"]) == sum(
        asked["at"][:10] == "2026-11-21" for asked in RECENT
    )


def test_nothing_in_range_draws_nothing(quick: Door) -> None:
    assert charts(quick.whispered("/usage questions 2025-10-02..2025-10-30 private")) == []


def test_a_private_answer_changes_in_place_and_stays_private(quick: Door) -> None:
    posted = len(quick.workspace.messages(GENERAL))
    message = quick.whispered("/usage questions last-30d private")
    said = len(quick.workspace.ephemerals(MIRA, GENERAL))
    quick.workspace.click(MIRA, message, "show.tab.top-users")
    quick.workspace.wait_for(lambda: "Mira Okafor" in message.text, SOON)
    assert charts(message)
    assert len(quick.workspace.messages(GENERAL)) == posted
    assert len(quick.workspace.ephemerals(MIRA, GENERAL)) == said


def test_refused_charts_are_told_in_words_once(quick: Door) -> None:
    quick.workspace.faults.add("response_url", "invalid_blocks")
    message = quick.whispered("/usage questions last-30d private")
    kinds = [block["type"] for block in message.blocks]
    assert "data_visualization" not in kinds
    assert "data_table" not in kinds
    assert f"Answered {len(RECENT)} questions" in json.dumps(message.blocks)
    assert "Questions by category" in json.dumps(message.blocks)


def test_only_what_one_person_reads_can_be_shared(quick: Door) -> None:
    direct = quick.workspace.direct_message(MIRA).id
    assert "share" in options(quick.whispered("/usage questions last-30d private"))
    assert "share" in options(quick.posted("/usage questions last-30d", direct))
    assert "share" not in options(quick.posted("/usage questions last-30d"))


def test_sharing_posts_the_whole_report_where_it_was_asked_for(quick: Door) -> None:
    view = sharing(quick, quick.whispered("/usage questions last-30d private"))
    before = len(quick.workspace.messages(GENERAL))
    quick.workspace.submit(MIRA, view)
    message = quick.workspace.wait_for(lambda: quick.workspace.messages(GENERAL)[before:], SOON)[0]
    assert "image" in [block["type"] for block in message.blocks]
    assert "shared by mira" in json.dumps(message.blocks)
    done(quick, "Done: the report is in the channel.")


def test_sharing_names_nobody(quick: Door) -> None:
    view = sharing(quick, quick.whispered("/usage questions last-30d private by:user"))
    before = len(quick.workspace.messages(REPORTS))
    quick.workspace.choose(MIRA, view, "channel", REPORTS)
    quick.workspace.submit(MIRA, view)
    message = quick.workspace.wait_for(lambda: quick.workspace.messages(REPORTS)[before:], SOON)[0]
    assert "Mira Okafor" not in json.dumps(message.blocks) + message.text
    done(quick, "Done")


def test_sharing_where_the_bot_is_not_says_how_to_invite_it(quick: Door) -> None:
    view = sharing(quick, quick.whispered("/usage questions last-30d private"))
    quick.workspace.choose(MIRA, view, "channel", RANDOM)
    quick.workspace.submit(MIRA, view)
    done(quick, "/invite @PlayerZero Usage")


def test_where_the_bot_is_no_member_the_private_answer_has_its_chart(quick: Door) -> None:
    assert charts(quick.whispered("/usage questions last-30d", RANDOM))


NAMES = st.text(min_size=0, max_size=40)


@st.composite
def timelines(draw: st.DrawFn) -> tuple[Step, Timeline]:
    """A timeline of any step, length and number of series, its names as hostile as can be."""
    step = draw(st.sampled_from(list(Step)))
    first = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 400)))
    days = draw(st.integers(1, {Step.DAILY: 120, Step.WEEKLY: 800, Step.MONTHLY: 2000}[step]))
    found = buckets(Period(first, first + timedelta(days=days)), step, 0, date(2026, 11, 22))
    values = st.integers(-5, 10_000_000)
    series = draw(
        st.lists(
            st.tuples(NAMES, st.lists(values, min_size=len(found.starts), max_size=len(found.starts))),
            max_size=9,
        )
    )
    unit = draw(st.sampled_from([Unit.COUNT, Unit.CREDITS, Unit.LINES]))
    rows = tuple(Series(name, name, tuple(numbers)) for name, numbers in series)
    return step, Timeline(
        "k", draw(st.text(min_size=1, max_size=80)), unit, found.starts, found.partial, rows
    )


@given(timelines())
def test_whatever_is_drawn_fits_slacks_limits_and_loses_nothing(drawn: tuple[Step, Timeline]) -> None:
    step, timeline = drawn
    scope = replace(Request().scope(organization(), AS_OF, alone=True), step=step)
    found = native_charts(Report(section_named("questions"), scope, (timeline,), None))
    check_blocks(list(found), "ephemeral", lambda _file: None)
    for block in found:
        if block["chart"]["type"] != "pie":
            drawn_sum = sum(p["value"] for series in block["chart"]["series"] for p in series["data"])
            whole = sum(sum(row.values) for row in timeline.series)
            expected = whole / MICRO if timeline.unit is Unit.CREDITS else whole
            assert drawn_sum == pytest.approx(expected, abs=0.01 * 6 * 20)
