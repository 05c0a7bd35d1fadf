"""Buttons of messages from before: they do what they say, or somebody is told in a sentence why not."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.sandbox import Message
from bot.sandbox.passes import ResponseUrls
from tests.access_world import TEAM
from tests.inline_bot import InlineBot, inline_bot
from tests.world import GENERAL, MIRA


@pytest.fixture
def usage(store: Engine) -> Iterator[InlineBot]:
    with inline_bot(store, TEAM) as opened:
        yield opened


@pytest.fixture
def report(usage: InlineBot) -> Message:
    usage.done(lambda: usage.workspace.type(MIRA, GENERAL, "/usage questions last-30d"))
    return usage.workspace.messages(GENERAL)[-1]


def told(usage: InlineBot, report: Message) -> str:
    """What the one who clicks another tab is told, and nobody else."""
    usage.done(lambda: usage.workspace.click(MIRA, report, "show.tab.origin"))
    return " ".join(said.text for said in usage.workspace.ephemerals(MIRA, GENERAL))


def test_a_change_does_not_need_the_address_of_the_click(
    usage: InlineBot, report: Message, caplog: pytest.LogCaptureFixture
) -> None:
    usage.workspace.response_urls = ResponseUrls(usage.workspace.ticks, -1)
    assert told(usage, report) == ""
    assert "by origin" in report.text
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


def test_an_address_that_is_too_old_is_one_line_of_the_log(
    usage: InlineBot, report: Message, caplog: pytest.LogCaptureFixture
) -> None:
    usage.workspace.response_urls = ResponseUrls(usage.workspace.ticks, -1)
    usage.workspace.unsay(report)
    assert told(usage, report) == ""
    (line,) = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert "expired_url" in line.getMessage()


def test_clicks_that_come_in_the_wrong_order_end_with_the_newest(usage: InlineBot, report: Message) -> None:
    held, deliver = [], usage.direct.hear
    usage.direct.hear = lambda payload: held.append(payload) or {}  # type: ignore[func-returns-value]
    for days in ("last-7d", "last-90d"):
        usage.workspace.choose(MIRA, report, "show.range", days)
    for payload in (*reversed(held), *held):  # and each of them twice
        deliver(payload)
        usage.queue.empty()
    row = next(block for block in report.blocks if block["type"] == "actions")
    assert " last-90d " in f"{row['block_id']} "
