"""People × places × paths: whatever is pressed, typed or forged, nothing forbidden ever leaves the bot."""

import logging
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.jobs.ticker import tick
from bot.post import slack_client
from bot.sandbox import Answer, Channel, Message, User
from bot.sandbox.state import Execution
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
    bindings,
    controls,
    found,
    lines,
    people,
)
from tests.databases import Template
from tests.inline_bot import InlineBot, inline_bot
from tests.world import GENERAL, MIRA, send

BEFORE = datetime(2026, 11, 22, tzinfo=UTC)
SINGLE, PRIVATE, DIRECT = "U0SINGLE", "C0PRIVATE", "direct"
MEMBERS = (VIEWER, MIRA, ADMIN)
REFUSED = (GUEST, SINGLE, STRANGER, GLOBEX, GONE, APP)
PLACES = (GENERAL, PRIVATE, DIRECT, PAY, TWO, QUESTIONS, OUTSIDE)
CREDITS = ("2,281", "2281", "54,321", "54321", "893", "777", "611")
# What nobody may be told in a place; and what is never posted there, which else are names.
FORBIDDEN = {PAY: (*ALL_PROJECTS, *OF_STOREFRONT), TWO: ALL_PROJECTS, QUESTIONS: CREDITS}
NUMBERS = tuple(word for word in ANYTHING if word[0].isdigit())
NEVER_POSTED = {DIRECT: (), OUTSIDE: ANYTHING}
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


MENTIONED = ("questions last-30d project:storefront", "overview", "users private", "export", "credits")
Act = Callable[[], Answer | object]


@pytest.fixture(scope="module")
def store(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("access")
    engine = open_engine(databases.sqlite_copy(sqlite_template, folder))
    assert send(engine, lines(), folder).is_clean
    bindings(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def usage(store: Engine) -> Iterator[InlineBot]:
    with inline_bot(store, TEAM) as opened:
        people(opened.workspace)
        opened.workspace.add_person(User(SINGLE, "sid", "Sid Single", guest=True))
        everybody = set(opened.workspace.users)
        opened.workspace.channels[PRIVATE] = Channel(PRIVATE, "private", everybody, is_private=True)
        yield opened


@pytest.fixture(scope="module")
def report(usage: InlineBot) -> Message:
    """A report of everything, with all that can be pressed under it."""
    usage.done(lambda: usage.workspace.type(MIRA, GENERAL, "/usage questions last-30d project:all"))
    return usage.workspace.messages(GENERAL)[-1]


class Walk:
    """One person in one place, on every path."""

    def __init__(self, usage: InlineBot, person: str, place: str) -> None:
        self.usage, self.person, self.workspace = usage, person, usage.workspace
        self.place = self.workspace.direct_message(person).id if place == DIRECT else place
        self.watch = Watch(self.workspace)

    def do(self, act: Act) -> None:
        """Do something, and keep what came back at once; what is not there cannot be done."""
        try:
            answer = self.usage.done(act)
        except LookupError:
            return
        if isinstance(answer, Execution):
            self.watch.acks.append({"error": answer.error, "outputs": answer.outputs})
        else:
            self.watch.acks.append(answer.ack if isinstance(answer, Answer) else answer)

    def old(self, report: Message, words: str = "") -> Message:
        """A report of everything that stands in the place from before, or one with words of its own."""
        blocks = deepcopy(report.blocks)
        for block in blocks if words else ():
            if block["type"] == "actions":
                block["block_id"] = f"{block['block_id'].partition('|')[0]}|{words}"
                for element in block["elements"]:
                    element |= {"value": words} if element["type"] == "button" else {}
        said = Message(self.place, self.workspace.next_ts(), self.workspace.bot.id, report.text, blocks)
        return self.workspace.say(said)

    def commands(self) -> None:
        for words in WORDS:
            self.do(partial(self.workspace.type, self.person, self.place, f"/usage {words}"))

    def press_everything(self, message: Message, most: int = 100) -> None:
        for action, _, options in tuple(controls(message))[:most]:
            for option in options[:4] or ("",):
                self.press(message, action, option)

    def press(self, message: Message, action: str, option: str) -> None:
        if option:
            self.do(lambda: self.workspace.choose(self.person, message, action, option))
        else:
            self.do(lambda: self.workspace.click(self.person, message, action))
        self.windows()

    def windows(self) -> None:
        """Submit every window that stands open as it is, and as one of this place, for this person alone."""
        for view in self.workspace.modals(self.person):
            if view.payload.get("submit"):
                self.do(partial(self.workspace.submit, self.person, view))
                view.payload["private_metadata"] = f"{self.place} alone"
                self.do(partial(self.workspace.submit, self.person, view))
        for view in self.workspace.modals(self.person):
            self.workspace.close(self.person, view)

    def home(self) -> None:
        self.do(lambda: self.workspace.open_home(self.person))
        home = self.workspace.home(self.person)
        for action in ("usage:report", "home:refresh"):
            if home:
                self.do(partial(self.workspace.click, self.person, home, action))
                self.windows()

    def shortcut(self, message: Message | None) -> None:
        kind = "message" if message else "global"
        for shortcut in self.workspace.app.shortcuts:
            if shortcut.kind == kind:
                self.do(partial(self.workspace.shortcut, self.person, shortcut.callback_id, message))
                self.windows()

    def mentions(self) -> None:
        for words in MENTIONED:
            text = f"<@{self.workspace.bot.id}> {words}"
            self.do(partial(self.workspace.type, self.person, self.place, text))

    def steps(self) -> None:
        step = self.workspace.app.steps[0].callback_id
        for project in ("", "storefront", "globex-core"):
            inputs = {"section": "questions", "project": project, "channel": self.place}
            self.do(partial(self.workspace.run_step, self.person, step, inputs))

    def type_ahead(self, *actions: str, **place: object) -> None:
        """Type into menus that look projects up."""
        user = self.workspace.users[self.person]
        for action in actions:
            body = {
                "type": "block_suggestion",
                "team": {"id": self.workspace.team_id},
                "user": {"id": user.id, "team_id": user.team or self.workspace.team_id},
                **place,
                "action_id": action,
                "block_id": "menus.0|questions last-30d project:all",
                "value": "",
            }
            self.do(partial(self.usage.direct.hear, body))

    def here(self, report: Message) -> Watch:
        """Go all the ways whose answers are read in the place."""
        self.commands()
        self.press_everything(self.old(report))
        for words in FORGED:
            self.press_everything(self.old(report, words), most=4)
        self.mentions()
        under = {"type": "message", "channel_id": self.place, "message_ts": "1.0"}
        window = {"id": "V1", "type": "modal", "blocks": [], "private_metadata": f"{self.place} 1.0"}
        self.type_ahead("show.project", container=under)
        self.type_ahead("usage:project", view=window)
        self.shortcut(self.old(report))
        return self.watch

    def alone(self) -> Watch:
        """Go the ways that lead to an answer for one person alone, wherever they stand."""
        self.home()
        self.shortcut(None)
        self.type_ahead("home:project", "usage:project", "subscription:project")
        return self.watch


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("person", REFUSED)
def test_whoever_is_no_member_is_told_nothing(
    usage: InlineBot, report: Message, caplog: pytest.LogCaptureFixture, person: str, place: str
) -> None:
    caplog.set_level(logging.INFO)
    walk = Walk(usage, person, place)
    walk.here(report)
    watch = walk.alone()
    assert found(watch.said() + caplog.text, ANYTHING) == set()
    assert watch.sent("chat.update", "files.completeUploadExternal") == []
    assert {each["channel"] for each in watch.sent("chat.postMessage")} <= {person}  # the refusal


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("person", MEMBERS)
def test_a_member_is_told_what_the_place_may_see(
    usage: InlineBot, report: Message, caplog: pytest.LogCaptureFixture, person: str, place: str
) -> None:
    caplog.set_level(logging.INFO)
    walk = Walk(usage, person, place)
    walk.here(report)
    walk.steps()
    told = but_typed(walk.watch.said())
    assert found(told, NUMBERS), "a walk on which nothing is told proves nothing"
    assert found(told, FORBIDDEN.get(place, ())) == set()
    assert found(walk.watch.posted(walk.place), NEVER_POSTED.get(place, NAMES)) == set()
    if person == VIEWER:
        assert found("\n".join(walk.watch.files()), NAMES) == set()
    assert found(caplog.text, (*NUMBERS, *NAMES)) == set()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("person", MEMBERS)
def test_what_comes_to_one_person_alone_is_posted_nowhere_else(
    usage: InlineBot, caplog: pytest.LogCaptureFixture, person: str
) -> None:
    walk = Walk(usage, person, GENERAL)
    watch = walk.alone()
    assert {each["user_id"] for each in watch.sent("views.publish")} == {person}
    assert found(watch.said(), ("2,281",)) == {"2,281"}
    assert found(watch.posted(GENERAL), ANYTHING) == set()
    assert found(caplog.text, (*NUMBERS, *NAMES)) == set()


def test_a_member_of_an_unlinked_team_is_told_nothing(
    usage: InlineBot, report: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage.workspace, "team_id", "T0NOWHERE")
    walk = Walk(usage, MIRA, GENERAL)
    walk.here(report)
    walk.steps()
    assert found(walk.alone().said(), ANYTHING) == set()


def test_a_team_of_another_organisation_sees_its_own_numbers_alone(
    store: Engine, report: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inline_bot(store, TEAM) as usage:
        people(usage.workspace)
        monkeypatch.setattr(usage.workspace, "team_id", "T0GLOBEX")
        walk = Walk(usage, GLOBEX, GENERAL)
        walk.here(report)
        told = but_typed(walk.alone().said())
    assert found(told, tuple(set(ANYTHING) - {"storefront"})) == set()
    assert "Globex" in told


def test_what_is_posted_unasked_obeys_the_channel_too(usage: InlineBot, store: Engine) -> None:
    with writing(store) as connection:
        org = Store(connection).organization("acme")
        slugs = {project.slug: project.id for project in org.projects}
        for channel, project in ((PAY, None), (PAY, slugs["storefront"]), (OUTSIDE, None), (QUESTIONS, None)):
            when = ("digest", "daily 09:00", org.time_zone)
            add(connection, Wanted(org.id, project, TEAM, channel, MIRA, *when), BEFORE)
        add(connection, Wanted(org.id, None, TEAM, PAY, MIRA, "credit_alert", "", "", (), (1,)), BEFORE)
    watch = Watch(usage.workspace)
    tick(usage.desk, slack_client(usage.sandbox.bot_token, usage.sandbox.api_url))
    said = {
        each["channel"]: each for each in watch.sent("chat.postMessage") if each["channel"].startswith("C")
    }
    assert set(said) == {PAY, QUESTIONS}
    assert found(watch.posted(PAY), ("Payments API",)) == {"Payments API"}
    assert found(watch.posted(PAY), (*OF_STOREFRONT, *ALL_PROJECTS, *NAMES)) == set()


def but_typed(told: str) -> str:
    """What was told, but for what people typed themselves and are told back."""
    for typed in sorted((*WORDS, *FORGED, *MENTIONED), key=len, reverse=True):
        told = told.replace(f"/usage {typed}", "").replace(f"@PlayerZero Usage {typed}", "")
    return told
