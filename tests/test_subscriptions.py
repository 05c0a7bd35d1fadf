"""Subscriptions through the door: what is typed and pressed, what is answered, and what is then stored."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.messages import subscribe_modal
from bot.sandbox import Message
from storage import subscriptions
from storage.audit import entries
from storage.channels import ChannelSetting, Place, channel_setting, set_channel
from storage.deliveries import of_org as deliveries_of
from storage.engine import open_engine, reading, writing
from storage.members import Member, set_member_role, unset_member_role
from storage.records import Organization
from storage.store import Store
from storage.subscriptions import CREDIT_ALERT, DIGEST, Subscription, Wanted
from tests import databases
from tests.databases import Template
from tests.world import GENERAL, MIRA, RANDOM, Door, Line, door, line, organisation, questions, send

JONAS = "U018"
REPORTS = "C0REPORTS"
NOW = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)  # 14:05 in New York


def contract() -> Iterator[Line]:
    """A year of 1,000 credits, 760 of them used."""
    terms = {"basis": "credits", "term_start": "2026-01-01", "term_end": "2027-01-01", "allocation": "1000"}
    yield line("contract.upsert", "c-1", "2026-01-01T00:00:00", name="2026", **terms)
    yield line("credits.used", "cr-1", "2026-11-01T10:00:00", category="Player", amount="760")


@dataclass(frozen=True)
class World:
    """The door, and the store behind it."""

    door: Door
    engine: Engine

    @property
    def org(self) -> Organization:
        with reading(self.engine) as connection:
            return Store(connection).organization("acme")

    @property
    def all(self) -> tuple[Subscription, ...]:
        with reading(self.engine) as connection:
            return subscriptions.of_org(connection, self.org.id)

    @property
    def only(self) -> Subscription:
        (found,) = self.all
        return found

    @property
    def log(self) -> list[tuple[str, str, str]]:
        """Who did what to what, the newest first."""
        with reading(self.engine) as connection:
            return [(e.actor, e.action, e.target) for e in entries(connection, self.org.id, 1000)]

    @property
    def team(self) -> str:
        return self.door.workspace.team_id

    @property
    def direct(self) -> str:
        return self.door.workspace.direct_message(MIRA).id

    def say(self, words: str, channel: str = GENERAL) -> Message:
        return self.door.whispered(f"/usage {words}", channel)

    def said(self, words: str, channel: str = GENERAL) -> str:
        return self.say(words, channel).text

    def as_jonas(self, words: str, channel: str = GENERAL) -> str:
        workspace = self.door.workspace
        before = len(workspace.ephemerals(JONAS, channel))
        workspace.type(JONAS, channel, f"/usage {words}")
        return workspace.wait_for(lambda: workspace.ephemerals(JONAS, channel)[before:], 10)[0].text

    def press(self, message: Message, action: str, block: str | None = None) -> None:
        answer = self.door.workspace.click(MIRA, message, f"subscription:{action}", block)
        assert answer.error is None

    def wait(self, look: Callable[[], Any]) -> Any:
        return self.door.workspace.wait_for(look, 10)

    def store(self, **wanted: Any) -> Subscription:
        """A subscription that somebody set up before."""
        usual = Wanted(
            self.org.id, None, self.team, GENERAL, JONAS, DIGEST, "daily 09:00", "America/New_York"
        )
        with writing(self.engine) as connection:
            return subscriptions.add(connection, replace(usual, **wanted), NOW)

    def own(self, kind: str, channel: str | None) -> Subscription | None:
        with writing(self.engine) as connection:
            return subscriptions.set_own(connection, self.org, kind, channel, self.team, NOW)

    def clear(self) -> None:
        with writing(self.engine) as connection:
            for each in subscriptions.of_org(connection, self.org.id):
                subscriptions.remove(connection, each.id, NOW)


@pytest.fixture
def world(database_url: str, engine: Engine, tmp_path: Path) -> Iterator[World]:
    assert send(engine, [*organisation(), *questions(), *contract()], tmp_path).is_clean
    with door(database_url) as opened:
        yield World(opened, engine)


@pytest.fixture(scope="module")
def shared(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("subscriptions")
    url = databases.sqlite_copy(sqlite_template, folder)
    engine = open_engine(url)
    assert send(engine, [*organisation(), *questions(), *contract()], folder).is_clean
    with door(url) as opened:
        yield World(opened, engine)
    engine.dispose()


@pytest.fixture
def quick(shared: World) -> Iterator[World]:
    """One door for all tests that only knock; afterwards nobody is subscribed to anything."""
    yield shared
    shared.clear()


def buttons(message: Message) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row]


def test_a_subscription_lives_from_its_order_to_its_end(world: World) -> None:
    order = "subscribe weekly mon 09:00"
    assert "Subscribed: number 1." in world.said(f"{order} project:storefront")
    project = next(project.id for project in world.org.projects if project.slug == "storefront")
    assert world.only == Subscription(
        id=1,
        org_id=world.org.id,
        project_id=project,
        team_id=world.team,
        channel=GENERAL,
        owner=MIRA,
        kind=DIGEST,
        schedule="weekly mon 09:00",
        time_zone="America/New_York",
        sections=(),
        thresholds=(),
        active=True,
        paused_until=None,
        planned_until=NOW,
        note=None,
        created_at=NOW,
        removed_at=None,
    )
    assert "Paused: number 1." in world.said("pause 1")
    assert not world.only.active
    assert "Resumed: number 1." in world.said("resume 1")
    assert world.only.active
    assert "Ended: number 1." in world.said("unsubscribe 1")
    assert world.all == ()
    assert world.log == [
        (
            MIRA,
            "unsubscribe",
            "unsubscribe 1: subscribe weekly mon 09:00 tz:America/New_York project:storefront",
        ),
        (MIRA, "resume", "resume 1"),
        (MIRA, "pause", "pause 1"),
        (MIRA, "subscribe", f"1: {order} project:storefront"),
    ]


def test_the_same_asked_for_by_several_at_once_is_made_once(world: World) -> None:
    for user in (MIRA, JONAS) * 2:
        world.door.workspace.type(user, GENERAL, "/usage subscribe daily 09:00")
        world.door.workspace.type(user, GENERAL, "/usage alerts credits on")

    def answers() -> list[str]:
        heard = [world.door.workspace.ephemerals(user, GENERAL) for user in (MIRA, JONAS)]
        return [message.text for messages in heard for message in messages]

    texts = world.wait(lambda: answers() if len(answers()) == 8 else None)
    assert sorted(each.kind for each in world.all) == [CREDIT_ALERT, DIGEST]
    assert sum("already" in text.lower() for text in texts) == 6


def test_alerts_are_switched_on_changed_and_off(world: World) -> None:
    assert "Credit warnings are on: number 1." in world.said("alerts credits on")
    assert (world.only.kind, world.only.thresholds) == (CREDIT_ALERT, (90, 100))
    assert "Credit warnings changed: number 1." in world.said("alerts credits on at:75,90,100")
    assert world.only.thresholds == (75, 90, 100)
    assert "are on already: number 1." in world.said("alerts credits on at:100,90,75")
    assert "Credit warnings are off here." in world.said("alerts credits off")
    assert world.all == ()
    assert [action for _, action, _ in world.log] == ["unsubscribe", "subscribe", "subscribe"]


def test_the_answer_says_when_the_next_comes_what_it_covers_and_what_it_holds(quick: World) -> None:
    text = quick.said("subscribe weekly mon 09:00 tz:europe/berlin sections:questions,sims")
    assert "every Monday at 09:00 (Europe/Berlin), in this channel." in text
    assert "Next: Mon, Nov 23, 2026 at 09:00" in text
    # At nine in Berlin it is three in New York: the same Monday.
    assert "Covers: Nov 16 – Nov 22, 2026 (7 days, America/New_York)" in text
    assert "Holds: Questions, Simulations, and the figures as a CSV file in the thread" in text


@pytest.mark.parametrize(
    ("words", "said", "upcoming", "covers"),
    [
        ("daily 09:00", "every day at 09:00", "Mon, Nov 23, 2026 at 09:00", "Nov 22, 2026 (1 day"),
        ("daily 14:06", "every day at 14:06", "Sun, Nov 22, 2026 at 14:06", "Nov 21, 2026 (1 day"),
        ("daily 14:05", "every day at 14:05", "Mon, Nov 23, 2026 at 14:05", "Nov 22, 2026 (1 day"),
        # On Monday in Kiritimati it is still Sunday in New York.
        (
            "daily 00:30 tz:Pacific/Kiritimati",
            "every day",
            "Tue, Nov 24, 2026 at 00:30",
            "Nov 22, 2026 (1 day",
        ),
        ("monthly 31 09:00", "on day 31 of every month, or its last, at 09:00", "Mon, Nov 30, 2026", "Oct 1"),
        ("monthly 1 09:00", "on day 1 of every month at 09:00", "Tue, Dec 1, 2026", "Nov 1 – Nov 30, 2026"),
    ],
)
def test_every_rhythm_says_its_next(quick: World, words: str, said: str, upcoming: str, covers: str) -> None:
    text = quick.said(f"subscribe {words}")
    assert said in text
    assert f"Next: {upcoming}" in text
    assert f"Covers: {covers}" in text


def test_another_time_project_or_section_is_another_subscription(quick: World) -> None:
    for more in ("", " project:storefront", " sections:questions", " tz:UTC"):
        assert "Subscribed: number" in quick.said(f"subscribe daily 09:00{more}")
    assert "Already subscribed" in quick.said("subscribe 9:00 daily tz:america/new_york project:all")
    assert len(quick.all) == 4


def test_a_paused_one_that_is_asked_for_again_says_how_to_go_on(quick: World) -> None:
    number = quick.store(owner=MIRA).id
    quick.said(f"pause {number}")
    assert f"It is paused; to go on: /usage resume {number}" in quick.said("subscribe daily 09:00")
    assert not quick.only.active


def test_in_the_direct_message_it_comes_there(quick: World) -> None:
    assert "in this direct message." in quick.said("subscribe daily 09:00", quick.direct)
    assert quick.only.channel == quick.direct


def test_a_pause_ends_as_the_day_begins_in_the_zone_of_the_subscription(quick: World) -> None:
    number = quick.store(time_zone="Asia/Kathmandu").id
    text = quick.said(f"pause {number} until 2026-12-01")
    assert quick.only.paused_until == datetime(2026, 11, 30, 18, 15, tzinfo=UTC)
    assert "Paused until: Tue, Dec 1, 2026 at 00:00" in text
    assert "Next: Tue, Dec 1, 2026 at 09:00" in text


def test_a_pause_cannot_end_before_it_begins(quick: World) -> None:
    number = quick.store().id
    assert "2026-11-22 has begun already" in quick.said(f"pause {number} until 2026-11-22")
    assert quick.only.active


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("subscribe weekly mon 9", 'I don\'t understand the time "9". Did you mean 09:00?'),
        ("subscribe daily 09:00 project:shop", 'I don\'t know the project "shop".'),
        (
            "subscribe daily 09:00 sections:workflows",
            "subscribe daily 09:00 project:payments-api sections:workflows",
        ),
        ("pause 999", "There is no subscription number 999 here."),
        ("unsubscribe 999", "To see the numbers: `/usage subscriptions`"),
        ("alerts credits off", "There are no credit warnings here."),
        ("default project:shop", 'I don\'t know the project "shop".'),
    ],
)
def test_what_cannot_be_done_is_said_to_that_person_and_changes_nothing(
    quick: World, order: str, said: str
) -> None:
    posted, logged = len(quick.door.workspace.messages(GENERAL)), quick.log
    assert said in quick.said(order)
    assert (quick.all, quick.log) == ((), logged)
    assert len(quick.door.workspace.messages(GENERAL)) == posted


def test_alerts_need_a_contract(sqlite_url: str, sqlite_engine: Engine, tmp_path: Path) -> None:
    send(sqlite_engine, [*organisation(), *questions()], tmp_path)
    with door(sqlite_url) as opened:
        world = World(opened, sqlite_engine)
        assert "No credit-based contract is configured for Acme Inc." in world.said("alerts credits on")
        assert world.all == ()
        assert "alerts credits" not in json.dumps(world.say("help").blocks)


def test_alerts_say_how_the_contract_stands_and_what_is_crossed_already(quick: World) -> None:
    text = quick.said("alerts credits on at:50,75,90")
    assert "at 50%, 75% and 90% of the contract" in text
    assert "Now: 76.0% used: 760 of 1,000 credits" in text
    assert "75% is crossed already" in text


def test_the_organisations_own_warnings_are_not_doubled_and_not_ended_here(quick: World) -> None:
    own = quick.own(CREDIT_ALERT, GENERAL)
    assert own is not None
    assert f"are on already: number {own.id}." in quick.said("alerts credits on")
    assert "it follows the setting alert_channel" in quick.said("alerts credits off")
    assert "`usagebot org set acme alert_channel=none`" in quick.said(f"unsubscribe {own.id}")
    quick.said("alerts credits on at:75,90")
    assert [each.thresholds for each in quick.all] == [(90, 100), (75,)]
    assert "The organisation's own stay." in quick.said("alerts credits off")
    assert quick.only == own
    quick.own(CREDIT_ALERT, None)


def test_the_list_begins_with_this_channel(quick: World) -> None:
    there = quick.store(channel=REPORTS, schedule="monthly 1 08:00")
    here = quick.store(kind=CREDIT_ALERT, schedule="", thresholds=(75, 100))
    lines = quick.said("subscriptions").splitlines()
    assert lines == [
        f"{here.id}: Credit warnings at 75% and above 100% of the contract, once each, on, this channel",
        f"{there.id}: Monthly digest on day 1 of every month at 08:00 (America/New_York), All Projects, "
        f"the usual sections, next Tue, Dec 1, 2026 at 08:00, <#{REPORTS}>",
    ]


def test_an_empty_list_says_how_to_fill_it(quick: World) -> None:
    assert "`/usage subscribe weekly mon 09:00`" in quick.said("subscriptions")


def test_a_long_list_is_cut_and_says_so(quick: World) -> None:
    for hour in range(24):
        quick.store(schedule=f"daily {hour:02d}:00", sections=("overview", "questions", "users"))
    message = quick.say("subscriptions")
    assert message.text.endswith("… and 4 more.")
    assert len(buttons(message)) == 3 * 20


def test_what_the_bot_paused_says_why(quick: World) -> None:
    number = quick.store().id
    with writing(quick.engine) as connection:
        subscriptions.pause(connection, number, None, "I am not in that channel <!here>")
    assert "paused: I am not in that channel &lt;!here&gt;" in quick.said("subscriptions")


def test_what_comes_to_a_direct_message_is_seen_and_changed_by_its_owner_alone(quick: World) -> None:
    quick.said("subscribe daily 09:00", quick.direct)
    number = quick.only.id
    assert f"{number}: " not in quick.as_jonas("subscriptions")
    assert f"There is no subscription number {number} here." in quick.as_jonas(f"unsubscribe {number}")
    assert f"{number}: Daily digest" in quick.said("subscriptions")


def test_another_teams_subscription_does_not_exist_here(quick: World) -> None:
    number = quick.store(team_id="T0OTHER").id
    for order in ("pause", "resume", "test", "unsubscribe"):
        assert f"There is no subscription number {number} here." in quick.said(f"{order} {number}")
    assert f"{number}: " not in quick.said("subscriptions")


def test_a_viewer_sees_this_channels_subscriptions_and_changes_none(quick: World) -> None:
    here, there = quick.store(owner=JONAS).id, quick.store(owner=JONAS, channel=REPORTS).id
    org, team = quick.org.id, quick.team
    with writing(quick.engine) as connection:
        set_member_role(connection, org, Member(team, MIRA, "viewer"))
    message = quick.say("subscriptions")
    refused = [
        quick.said(order)
        for order in (
            "subscribe daily 10:00",
            "alerts credits on",
            f"pause {here}",
            f"resume {here}",
            f"test {here}",
            f"unsubscribe {here}",
            "default project:storefront",
        )
    ]
    with writing(quick.engine) as connection:
        unset_member_role(connection, org, team, MIRA)
    assert f"{here}: " in message.text
    assert f"{there}: " not in message.text
    assert buttons(message) == []
    assert all(text.startswith("Only a manager may do that.") for text in refused)
    assert len(quick.all) == 2


def test_a_channel_bound_to_a_project_subscribes_to_nothing_else(quick: World) -> None:
    place = Place(quick.team, GENERAL)
    with writing(quick.engine) as connection:
        set_channel(connection, quick.org.id, place, ChannelSetting(bound_projects=("storefront",)))
    refused = quick.said("subscribe daily 09:00 project:payments-api")
    alerts = quick.said("alerts credits on")
    allowed = quick.said("subscribe daily 09:00")
    with writing(quick.engine) as connection:
        set_channel(connection, quick.org.id, place, ChannelSetting())
    assert "This channel shows storefront only." in refused
    assert "this channel leaves it out" in alerts
    assert "Daily digest of Storefront" in allowed


def test_a_channel_bound_to_sections_gets_those_alone(quick: World) -> None:
    place = Place(quick.team, GENERAL)
    with writing(quick.engine) as connection:
        set_channel(connection, quick.org.id, place, ChannelSetting(bound_sections=("questions",)))
    refused = quick.said("subscribe daily 09:00 sections:users")
    allowed = quick.said("subscribe daily 09:00")
    with writing(quick.engine) as connection:
        set_channel(connection, quick.org.id, place, ChannelSetting())
    assert "This channel shows questions only." in refused
    assert "Holds: Questions, and" in allowed


def test_the_default_project_of_a_channel_is_what_a_digest_is_about(quick: World) -> None:
    assert "now Storefront" in quick.said("default project:storefront")
    assert "Daily digest of Storefront" in quick.said("subscribe daily 09:00")
    assert "Daily digest of All Projects" in quick.said("subscribe daily 09:00 project:all")
    assert "Daily digest of All Projects" in quick.said("subscribe daily 09:00", quick.direct)
    assert "No default project here any more" in quick.said("default project:all")
    with reading(quick.engine) as connection:
        assert channel_setting(connection, quick.org.id, quick.team, GENERAL) == ChannelSetting()
    assert quick.log[0] == (MIRA, "default project", "default project:all")


def test_pressing_pause_and_resume_changes_the_message_in_its_place(quick: World) -> None:
    message = quick.say("subscribe daily 09:00")
    assert buttons(message) == ["Send a test", "Pause", "Unsubscribe"]
    quick.press(message, "pause")
    quick.wait(lambda: buttons(message) == ["Send a test", "Resume", "Unsubscribe"])
    assert not quick.only.active
    quick.press(message, "resume")
    quick.wait(lambda: "Resumed: number" in message.text)
    assert quick.only.active


def test_pressing_unsubscribe_asks_first_and_says_how_to_have_it_back(quick: World) -> None:
    message = quick.say("subscribe daily 09:00 project:storefront")
    confirm = next(b for b in message.blocks if b["type"] == "actions")["elements"][-1]["confirm"]
    assert "nothing more of it will come" in confirm["text"]["text"]
    quick.press(message, "unsubscribe")
    quick.wait(lambda: "Ended: number" in message.text)
    assert "subscribe daily 09:00 tz:America/New_York project:storefront" in message.text
    assert quick.all == ()


def test_a_button_of_the_list_renews_the_list(quick: World) -> None:
    first, second = quick.store().id, quick.store(schedule="daily 10:00").id
    message = quick.say("subscriptions")
    quick.press(message, "unsubscribe", f"subscriptions:{first}")
    quick.wait(lambda: message.text.startswith(f"Ended: number {first}."))
    assert f"{second}: Daily digest" in message.text
    assert f"{first}: " not in message.text.replace(f"number {first}.", "")


def test_an_old_button_says_what_is_no_more(quick: World) -> None:
    message = quick.say("subscribe daily 09:00")
    quick.clear()
    before = len(quick.door.workspace.ephemerals(MIRA, GENERAL))
    quick.press(message, "pause")
    answer = quick.wait(lambda: quick.door.workspace.ephemerals(MIRA, GENERAL)[before:])[0]
    assert "There is no subscription number" in answer.text
    assert message.text.startswith("Subscribed")


@pytest.mark.parametrize("value", ["", "0", "x", "1;2", "99999999999999999999", "-1", "²"])
def test_a_tampered_button_does_nothing(quick: World, value: str) -> None:
    message = quick.say("subscribe daily 09:00")
    row = next(block for block in message.blocks if block["type"] == "actions")
    row["elements"][1]["value"] = value
    before = len(quick.door.workspace.ephemerals(MIRA, GENERAL))
    quick.press(message, "pause")
    answer = quick.wait(lambda: quick.door.workspace.ephemerals(MIRA, GENERAL)[before:])[0]
    assert (
        answer.text == "This button no longer fits. For the subscriptions as they are: `/usage subscriptions`"
    )
    assert quick.only.active


def test_a_press_that_slack_sends_twice_counts_once(quick: World) -> None:
    message = quick.say("subscribe daily 09:00")
    logged = len(quick.log)
    quick.door.workspace.sockets.double_next()
    quick.press(message, "pause")
    quick.wait(lambda: "Paused: number" in message.text)
    quick.say("subscriptions")
    assert [action for _, action, _ in quick.log[: len(quick.log) - logged]] == ["pause"]


@pytest.mark.parametrize("order", ["subscribe daily 09:00", "alerts credits on"])
def test_a_test_is_posted_marked_and_uses_nothing_up(quick: World, order: str) -> None:
    quick.said(order)
    found, posted = quick.only, len(quick.door.workspace.messages(GENERAL))
    text = quick.said(f"test {found.id}")
    (message,) = quick.door.workspace.messages(GENERAL)[posted:]
    assert message.text.startswith("TEST.")
    assert f"Sent a test: number {found.id}." in text
    assert quick.only == found
    with reading(quick.engine) as connection:
        assert deliveries_of(connection, quick.org.id, 10) == ()


def test_a_test_says_the_cure_where_the_bot_is_not_in_the_channel(quick: World) -> None:
    assert "`/invite @PlayerZero Usage`" in json.dumps(quick.say("subscribe daily 09:00", RANDOM).blocks)
    assert "/invite @PlayerZero Usage" in quick.said(f"test {quick.only.id}", RANDOM)


def test_help_tells_what_can_be_had_regularly(quick: World) -> None:
    said = json.dumps(quick.say("help").blocks)
    for order in ("subscribe weekly mon 09:00", "alerts credits on", "subscriptions", "default project:"):
        assert f"`{order}" in said


@pytest.mark.parametrize("at", ["99:99", "9", "09:00+02:00", "noon"])
def test_a_time_that_there_is_not_is_no_schedule(at: str) -> None:
    assert subscribe_modal.schedule({"every": "daily", "at": at}) == {"at": "Choose a time. Example: 09:00"}
