"""More changes than Slack takes in a minute: none is lost, none is stale, and nobody else waits for them."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.sandbox import Message
from bot.sandbox.rates import PER_MINUTE, Rates
from storage.engine import open_engine
from tests import databases
from tests.databases import Template
from tests.world import GENERAL, MIRA, Door, door, organisation, questions, send

RANGES = ("last-7d", "last-90d", "this-month", "last-month", "all", "last-30d")
UPDATE_TIER = 3
SOON = 15


@pytest.fixture(scope="module")
def usage(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("rates")
    url = databases.sqlite_copy(sqlite_template, folder)
    engine: Engine = open_engine(url)
    send(engine, [*organisation(), *questions()], folder)
    engine.dispose()
    with door(url) as opened:
        yield opened


def spend(usage: Door, ends_in: float) -> None:
    """Let all changes of Slack's minute be made already, which ends in so many seconds."""
    ticks, ago = usage.workspace.ticks, [60 - ends_in]
    usage.workspace.rates = Rates(lambda: ticks() - ago[0], 100)
    for _ in range(PER_MINUTE[UPDATE_TIER]):
        usage.workspace.rates.wait_for_call("chat.update", UPDATE_TIER)
    ago[0] = 0


def chosen(message: Message) -> str:
    """The days that the report says it shows."""
    row = next(block for block in message.blocks if block["type"] == "actions")
    return str(row["block_id"]).split()[1]


def choose(usage: Door, message: Message, days: str) -> None:
    assert usage.workspace.choose(MIRA, message, "show.range", days).error is None


def refused(usage: Door) -> int:
    answers = (call.response for call in usage.workspace.calls if call.method == "chat.update")
    return sum(answer.get("error") == "ratelimited" for answer in answers)


def test_a_change_that_slack_does_not_take_now_is_made_when_it_does(usage: Door) -> None:
    message = usage.posted("/usage questions last-30d")
    told = len(usage.workspace.ephemerals(MIRA, GENERAL))
    spend(usage, ends_in=3)
    choose(usage, message, "last-7d")
    (said,) = usage.workspace.wait_for(lambda: usage.workspace.ephemerals(MIRA, GENERAL)[told:], SOON)
    assert "Yours follows in" in said.text
    assert chosen(message) == "last-30d"
    usage.workspace.wait_for(lambda: chosen(message) == "last-7d", SOON)


def test_only_the_newest_of_those_that_wait_is_made(usage: Door) -> None:
    message = usage.posted("/usage questions last-30d")
    spend(usage, ends_in=3)
    for days in RANGES[:5]:
        choose(usage, message, days)
    usage.workspace.wait_for(lambda: chosen(message) == RANGES[4], SOON)
    seen = {chosen(message)}
    until = time.monotonic() + 2
    while time.monotonic() < until:
        seen.add(chosen(message))
        time.sleep(0.02)
    assert seen == {RANGES[4]}


def test_nobody_waits_for_changes_that_wait(usage: Door) -> None:
    reports = [usage.posted("/usage questions last-30d") for _ in range(6)]
    spend(usage, ends_in=60)
    for message in reports:
        choose(usage, message, "last-7d")
    usage.workspace.wait_for(lambda: refused(usage) >= len(reports), SOON)
    usage.posted("/usage questions last-90d")  # which is waited for much less than the minute
    assert {chosen(message) for message in reports} == {"last-30d"}
