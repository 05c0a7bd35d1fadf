"""People × channels × paths: whatever is pressed, typed or forged, nothing forbidden ever leaves the bot."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import Engine

from bot.clock import Today as Clock
from bot.desk import Desk
from bot.jobs.ticker import tick
from bot.people import People
from bot.post import slack_client
from bot.sandbox import Message
from storage.engine import open_engine, writing
from storage.store import Store
from storage.subscriptions import Wanted, add
from tests import databases
from tests.access_world import (
    ADMIN,
    ALL_PROJECTS,
    ANYTHING,
    APP,
    GLOBEX,
    GONE,
    GUEST,
    NAMES,
    OF_STOREFRONT,
    OUTSIDE,
    PAY,
    QUESTIONS,
    STRANGER,
    TEAM,
    TWO,
    VIEWER,
    Watch,
    access_door,
    controls,
    found,
)
from tests.databases import Template
from tests.world import GENERAL, MIRA, TODAY, Door

BEFORE = datetime(2026, 11, 22, tzinfo=UTC)
WORDS = (
    "",
    "overview",
    "questions",
    "questions project:all",
    "questions project:storefront",
    "questions project:STOREFRONT",
    "questions project:store",
    "questions by:project",
    "questions by:user",
    "questions private",
    "credits",
    "credits by:project",
    "credits contract",
    "contract",
    "projects",
    "users",
    "simulations by:project",
    "workflows project:storefront",
    "context",
    "export",
    "export project:storefront sections:questions",
    "export private sections:credits,questions,lines",
    "help",
    "help freshness",
    "subscriptions",
    "default project:storefront",
    "subscribe weekly mon 09:00 project:storefront",
    "alerts credits on",
)
FORGED = (
    "questions last-30d project:storefront",
    "questions last-30d project:all by:project",
    "questions last-30d project:globex-core",
    "contract last-30d",
    "credits last-30d project:all",
    "projects last-30d",
    "users last-30d project:all",
    "export last-30d project:storefront",
    "overview last-30d project:storefront private",
    "garbage|<!channel>",
)


@pytest.fixture(scope="module")
def store(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(databases.sqlite_copy(sqlite_template, tmp_path_factory.mktemp("access")))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def usage(store: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with access_door(store.url.render_as_string(), store, tmp_path_factory.mktemp("lines")) as opened:
        yield opened


def report_in(usage: Door, channel: str, words: str = "/usage questions last-30d") -> Message:
    """A report that somebody who may has asked for there."""
    before = len(usage.workspace.messages(channel))
    usage.workspace.type(MIRA, channel, words)
    message = usage.workspace.wait_for(lambda: usage.workspace.messages(channel)[before:], 60)[0]
    Watch(usage.workspace).settle()
    return message


def _commands(usage: Door, watch: Watch, user: str, channel: str) -> None:
    for words in WORDS:
        watch.acks.append(usage.workspace.type(user, channel, f"/usage {words}").ack)


def _controls(usage: Door, watch: Watch, user: str, channel: str) -> None:
    for message in usage.workspace.messages(channel)[-1:]:
        for action, _, options in tuple(controls(message)):
            for option in options[:6] or ((),):
                try:
                    if option:
                        watch.acks.append(usage.workspace.choose(user, message, action, option).ack)
                    else:
                        watch.acks.append(usage.workspace.click(user, message, action).ack)
                except LookupError:
                    continue  # the message was changed meanwhile


def _forged(usage: Door, watch: Watch, user: str, channel: str) -> None:
    """The same controls, with words of their own in button, option and row."""
    for words in FORGED:
        message = usage.workspace.messages(channel)[-1]
        message.blocks = deepcopy(message.blocks)  # what the bot said is kept as it was
        for block in message.blocks:
            for element in block.get("elements", ()) if block["type"] == "actions" else ():
                if element.get("type") == "button":
                    element["value"] = words
            if block["type"] == "actions":
                block["block_id"] = f"{block['block_id'].partition('|')[0]}|{words}"
        for action, _, options in tuple(controls(message))[:12]:
            try:
                if options:
                    watch.acks.append(usage.workspace.choose(user, message, action, options[-1]).ack)
                else:
                    watch.acks.append(usage.workspace.click(user, message, action).ack)
            except LookupError:
                continue


def _modals(usage: Door, watch: Watch, user: str, channel: str) -> None:
    """Every window that stands open, submitted as it is and with another place and project."""
    for view in usage.workspace.modals(user):
        if view.payload.get("submit"):
            view.payload["private_metadata"] = f"{channel} alone"
            watch.acks.append(usage.workspace.submit(user, view).ack)
        elif view in usage.workspace.modals(user):
            usage.workspace.close(user, view)


def _home(usage: Door, watch: Watch, user: str, _channel: str) -> None:
    watch.acks.append(usage.workspace.open_home(user).ack)


def _shortcuts(usage: Door, watch: Watch, user: str, channel: str) -> None:
    for shortcut in usage.workspace.app.shortcuts:
        message = usage.workspace.messages(channel)[-1] if shortcut.kind == "message" else None
        watch.acks.append(usage.workspace.shortcut(user, shortcut.callback_id, message).ack)


def _mentions(usage: Door, watch: Watch, user: str, channel: str) -> None:
    for words in ("questions last-30d project:storefront", "overview", "users"):
        usage.workspace.type(user, channel, f"<@{usage.workspace.bot.id}> {words}")


def _steps(usage: Door, watch: Watch, user: str, channel: str) -> None:
    for step in usage.workspace.app.steps:
        for project in ("", "storefront"):
            usage.workspace.run_step(
                user, step.callback_id, {"section": "questions", "project": project, "channel": channel}
            )


Path_ = Callable[[Door, Watch, str, str], None]
EVERY: tuple[Path_, ...] = (_commands, _controls, _forged, _modals, _home, _shortcuts, _modals, _mentions)
IN_CHANNEL: tuple[Path_, ...] = (_commands, _controls, _forged, _modals, _mentions, _steps)


def walked(usage: Door, user: str, channel: str, paths: tuple[Path_, ...]) -> Watch:
    watch = Watch(usage.workspace)
    for path in paths:
        watch.begin_minute()
        path(usage, watch, user, channel)
        watch.settle()
    return watch.settle(quiet=2.0, most=60.0)


@pytest.mark.parametrize("user", [GUEST, STRANGER, GONE, APP])
def test_whoever_is_no_member_is_told_nothing_on_any_path(usage: Door, user: str) -> None:
    report_in(usage, GENERAL)
    watch = walked(usage, user, GENERAL, EVERY)
    assert found(watch.said(), ANYTHING) == set()
    assert watch.sent("chat.update", "files.completeUploadExternal") == []
    assert {each["channel"] for each in watch.sent("chat.postMessage")} <= {user}  # a refusal, to them alone


def test_a_member_of_an_unlinked_team_is_told_nothing_on_any_path(
    usage: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_in(usage, GENERAL)
    monkeypatch.setattr(usage.workspace, "team_id", "T0NOWHERE")
    watch = walked(usage, MIRA, GENERAL, EVERY)
    assert found(watch.said(), ANYTHING) == set()


def test_a_team_of_another_organisation_sees_its_own_numbers_alone(
    usage: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_in(usage, GENERAL)
    monkeypatch.setattr(usage.workspace, "team_id", "T0GLOBEX")
    watch = walked(usage, GLOBEX, GENERAL, (_commands, _home, _forged))
    assert found(watch.said(), tuple(set(ANYTHING) - {"storefront"})) == set()
    assert "Globex" in watch.said()


@pytest.mark.parametrize("user", [VIEWER, MIRA, ADMIN])
def test_a_channel_bound_to_a_project_shows_that_project_alone(usage: Door, user: str) -> None:
    report_in(usage, PAY)
    watch = walked(usage, user, PAY, IN_CHANNEL)
    assert found(watch.said(), ("1,237", "Payments API")) == {"1,237", "Payments API"}
    assert _leaks(watch, (*ALL_PROJECTS, *OF_STOREFRONT)) == set()
    assert found(watch.posted(PAY), NAMES) == set()


def test_a_channel_bound_to_two_projects_never_adds_them_up(usage: Door) -> None:
    report_in(usage, TWO, "/usage questions last-30d project:storefront")
    watch = walked(usage, MIRA, TWO, (_commands, _controls, _modals, _mentions))
    assert found(watch.said(), ("2,741",)) == {"2,741"}
    assert found(watch.said(), ALL_PROJECTS) == set()


def test_a_channel_bound_to_a_section_shows_that_section_alone(usage: Door) -> None:
    report_in(usage, QUESTIONS)
    watch = walked(usage, MIRA, QUESTIONS, IN_CHANNEL)
    assert found(watch.said(), ("3,978",)) == {"3,978"}
    credits = ("2,281", "2281", "54,321", "54321", "893", "777", "611")
    assert found(watch.said(), credits) == set()


def test_nothing_is_posted_where_people_outside_the_organisation_read(usage: Door) -> None:
    watch = walked(usage, MIRA, OUTSIDE, (_commands, _mentions, _steps))
    assert found(watch.posted(OUTSIDE), ANYTHING) == set()
    assert "People outside Acme Inc. read this channel" in watch.said()


def test_what_is_posted_unasked_obeys_the_channel_too(usage: Door, store: Engine) -> None:
    with writing(store) as connection:
        org = Store(connection).organization("acme")
        slugs = {project.slug: project.id for project in org.projects}
        for channel, project in ((PAY, None), (PAY, slugs["storefront"]), (OUTSIDE, None), (QUESTIONS, None)):
            when = ("digest", "daily 09:00", org.time_zone)
            add(connection, Wanted(org.id, project, TEAM, channel, MIRA, *when), BEFORE)
        add(connection, Wanted(org.id, None, TEAM, PAY, MIRA, "credit_alert", "", "", (), (1,)), BEFORE)
    watch = Watch(usage.workspace)
    client = slack_client(usage.sandbox.bot_token, usage.sandbox.api_url)
    with ThreadPoolExecutor(1) as pool:
        clock, people = Clock(TODAY, time(14, 5)), People(client)
        tick(Desk(store, pool, pool, usage.sandbox.api_url, "acme", clock, TEAM, people), client)
    said = {
        each["channel"]: each for each in watch.sent("chat.postMessage") if each["channel"].startswith("C")
    }
    assert set(said) == {PAY, QUESTIONS}
    assert found(watch.posted(PAY), ("Payments API",)) == {"Payments API"}
    assert found(watch.posted(PAY), (*OF_STOREFRONT, *ALL_PROJECTS, *NAMES)) == set()


def _leaks(watch: Watch, words: tuple[str, ...]) -> set[str]:
    """What was told, but for what people typed themselves and are told back."""
    told = watch.said()
    for typed in (*WORDS, *FORGED):
        told = told.replace(f"/usage {typed}", "")
    return found(told, words)
