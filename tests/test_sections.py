"""What holds for every section there is, also for one that is added tomorrow."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.clock import Today
from bot.messages.help import help_message
from bot.messages.menus import Shown
from bot.messages.report import report_message
from bot.replies.counting import Reader, report
from bot.sandbox.block_check import check_blocks
from reports.formats import json as data
from reports.report import Report
from reports.request import Request
from reports.section import Section
from reports.sections import SECTIONS
from storage.engine import open_engine, reading
from storage.store import Store
from tests import databases
from tests.databases import Template
from tests.world import TODAY, line, organisation, questions, send

CONTRACT = line(
    "contract.upsert",
    "c-1",
    "2026-01-01T00:00:00",
    name="Annual",
    basis="credits",
    term_start="2026-01-01",
    term_end="2027-01-01",
    allocation="100",
)
SPENT = line(
    "credits.used", "cr-1", "2026-11-20T10:00:00", project="storefront", category="Player", amount="91"
)
RANGES = ("last-30d", "today", "all")
EACH = pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)


@pytest.fixture(scope="module")
def world(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("sections")
    engine = open_engine(databases.sqlite_copy(sqlite_template, folder))
    assert send(engine, [*organisation(), CONTRACT, *questions(), SPENT], folder).is_clean
    yield engine
    engine.dispose()


def asked(engine: Engine, words: str, alone: bool = True, every: bool = True) -> Report:
    reader = Reader(alone, Today(TODAY), every)
    return report(engine, Request.parse(words), lambda store: store.organization("acme"), reader)


@EACH
@pytest.mark.parametrize("days", RANGES)
@pytest.mark.parametrize("alone", [True, False])
def test_slack_takes_the_message(world: Engine, section: Section, days: str, alone: bool) -> None:
    for view in section.views or ("",):
        request = Request.parse(f"{section.name} {days} project:storefront {view}")
        counted = asked(world, str(request), alone, every=False)
        message = report_message(counted, Shown(request, alone=alone, whispered=alone))
        check_blocks(message.blocks, "message" if not alone else "ephemeral", lambda _file: None)
        assert message.text


@EACH
def test_every_tab_is_data(world: Engine, section: Section) -> None:
    told = data.report(asked(world, f"{section.name} last-90d project:storefront"))
    assert json.loads(json.dumps(told)) == told
    assert told["section"] == section.name


@EACH
def test_help_tells_of_it(world: Engine, section: Section) -> None:
    with reading(world) as connection:
        store = Store(connection)
        message = help_message(store.organization("acme"), None, "")
    assert f"`{section.name}`" in json.dumps(message.blocks)


@pytest.mark.parametrize(
    "section", [each for each in SECTIONS if each.brief and not each.views], ids=lambda section: section.name
)
def test_the_overview_shows_what_it_has_in_short(world: Engine, section: Section) -> None:
    shown = {part.key for part in asked(world, "overview last-30d project:storefront").parts}
    assert shown & {part.key for part in asked(world, f"{section.name} last-30d project:storefront").parts}
