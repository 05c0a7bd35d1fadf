"""Random walks over the buttons and menus under a report: each step shows what its words ask for."""

import logging
from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.clock import Today
from bot.messages import block_kit as kit
from bot.replies.counting import Reader, report
from bot.sandbox import Message
from bot.sandbox.block_check import check_blocks
from bot.sandbox.rates import Rates
from reports.errors import ProjectNeeded
from reports.formats import text
from reports.request import Request
from storage.engine import open_engine
from tests import databases
from tests.databases import Template
from tests.test_sections import CONTRACT, SPENT
from tests.world import GENERAL, MIRA, TODAY, Door, door, organisation, questions, send

SOON = 15
AT = time(14, 5)
STEPS = 6
STARTS = (
    "",
    "questions last-30d",
    "credits last-30d",
    "simulations 2026-10",
    "users",
    "context all",
    "projects",
)


@pytest.fixture(scope="module")
def store(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("walks")
    engine = open_engine(databases.sqlite_copy(sqlite_template, folder))
    assert send(engine, [*organisation(), CONTRACT, *questions(), SPENT], folder).is_clean
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def usage(store: Engine) -> Iterator[Door]:
    with door(store.url.render_as_string()) as opened:
        yield opened


def rows(message: Message) -> list[dict[str, Any]]:
    return [block for block in message.blocks if block["type"] == "actions"]


def ways(message: Message) -> list[tuple[str, str]]:
    """Everything that can be clicked or chosen to change a report."""
    found = []
    for row in rows(message):
        for element in row["elements"]:
            if element["action_id"].startswith("show."):
                values = [option["value"] for option in element.get("options", ())] or [""]
                found += [(element["action_id"], value) for value in values if value != "custom"]
    return found


def shown_words(message: Message) -> Request:
    """The report that the message says it is."""
    return Request.parse(str(rows(message)[0]["block_id"]).partition("|")[2])


def asked_for(engine: Engine, request: Request, alone: bool) -> str:
    """What the words ask for, counted anew."""
    reader = Reader(alone, Today(TODAY, AT))
    try:
        found = report(engine, request, lambda store: store.organization("acme"), reader)
    except ProjectNeeded as question:
        return kit.cut_escaped(str(question), kit.SECTION_TEXT)
    return kit.cut_escaped(text.text(found), kit.TEXT)


def turn(message: Message) -> str:
    return str(rows(message)[0]["block_id"]).partition("|")[0].partition(".")[2]


def step(usage: Door, message: Message, way: tuple[str, str]) -> None:
    """Take a way, and wait until the message has changed."""
    before, (action, value) = turn(message), way
    workspace = usage.workspace
    answer = (
        workspace.choose(MIRA, message, action, value) if value else workspace.click(MIRA, message, action)
    )
    assert answer.error is None
    workspace.wait_for(lambda: turn(message) != before, SOON)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(STARTS), private=st.booleans(), data=st.data())
def test_every_step_shows_the_report_that_its_words_ask_for(
    usage: Door, store: Engine, start: str, private: bool, data: st.DataObject
) -> None:
    words = f"/usage {start}{' private' if private else ''}".rstrip()
    # Slack allows fifty changes a minute, more than any person makes; a walk is faster than a person.
    usage.workspace.rates = Rates(usage.workspace.clock, 100)
    message = usage.whispered(words) if private else usage.posted(words, GENERAL)
    for _ in range(STEPS):
        step(usage, message, data.draw(st.sampled_from(ways(message))))
        check_blocks(message.blocks, "ephemeral" if private else "message", lambda _file: None)
        assert message.text == asked_for(store, shown_words(message), alone=private)


def test_no_step_went_wrong(usage: Door, caplog: pytest.LogCaptureFixture) -> None:
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    refused = [call for call in usage.workspace.calls if call.response and not call.response.get("ok")]
    assert not refused
