"""*Subscribe* behind the three dots: its window, what is chosen in it, and what comes of that."""

import json

import pytest
from sqlalchemy import Engine

from bot.sandbox import Message, View
from storage.engine import reading, writing
from storage.members import Member, set_member_role, unset_member_role
from storage.store import Store
from storage.subscriptions import Subscription, of_org
from tests.world import GENERAL, MIRA, Door

TEAM, REPORTS = "T0SANDBOX", "C0REPORTS"
SOON = 10


def opened_under(usage: Door, report: Message) -> View:
    """The window, once there is something to choose."""
    assert usage.workspace.choose(MIRA, report, "more", "subscribe").error is None
    ready = usage.workspace.wait_for(
        lambda: [view for view in usage.workspace.modals(MIRA) if view.payload.get("submit")], SOON
    )
    return ready[-1]


def window(usage: Door, words: str = "questions last-30d project:storefront") -> View:
    return opened_under(usage, usage.posted(f"/usage {words}"))


def choose(usage: Door, view: View, **chosen: str) -> None:
    for name, value in chosen.items():
        usage.workspace.choose(MIRA, view, name, value)


def says(usage: Door) -> str:
    """What the window says in the end."""

    def said() -> str:
        (view,) = usage.workspace.modals(MIRA)
        text = str(view.blocks[0].get("text", {}).get("text", ""))
        return "" if text.startswith("One moment") else text

    return usage.workspace.wait_for(said, SOON)


def submitted(usage: Door, view: View) -> str:
    assert usage.workspace.submit(MIRA, view).error is None
    return says(usage)


def kept(store: Engine) -> tuple[Subscription, ...]:
    with reading(store) as connection:
        return of_org(connection, Store(connection).organization("acme").id)


def offer(view: View, action: str, value: str) -> None:
    """Let a menu offer what the bot never did, as whoever tampers with it would."""
    element = next(b["element"] for b in view.blocks if b.get("element", {}).get("action_id") == action)
    options = element["option_groups"][0]["options"] if "option_groups" in element else element["options"]
    options.append({"text": {"type": "plain_text", "text": "x"}, "value": value})


def test_it_begins_with_mondays_at_nine_where_the_report_stands(quick: Door) -> None:
    elements = {b["block_id"]: b["element"] for b in window(quick).blocks if b["type"] == "input"}
    begun = {
        name: next(value for key, value in each.items() if key.startswith("initial_"))
        for name, each in elements.items()
    }
    assert (begun["every"]["value"], begun["day"]["value"]) == ("weekly", "mon")
    assert (begun["at"], begun["zone"], begun["channel"]) == ("09:00", "America/New_York", GENERAL)


@pytest.mark.parametrize(
    ("chosen", "schedule", "said"),
    [
        ({"every": "daily", "at": "07:30"}, "daily 07:30", "every day at 07:30"),
        ({"every": "weekly", "day": "fri"}, "weekly fri 09:00", "every Friday at 09:00"),
        ({"every": "monthly", "day": "31", "at": "23:45"}, "monthly 31 23:45", "month"),
        ({"every": "weekly", "zone": " europe/berlin "}, "weekly mon 09:00", "Europe/Berlin"),
        ({"every": "weekly", "day": "tue", "channel": REPORTS}, "weekly tue 09:00", "Subscribed"),
    ],
    ids=str,
)
def test_what_is_chosen_is_what_comes_and_what_the_list_says(
    quick: Door, store: Engine, chosen: dict[str, str], schedule: str, said: str
) -> None:
    before = {each.id for each in kept(store)}
    view = window(quick)
    choose(quick, view, **chosen)
    told = submitted(quick, view)
    (made,) = [each for each in kept(store) if each.id not in before]
    assert told.startswith(f"Subscribed: number {made.id}.")
    assert (made.schedule, made.sections, made.owner) == (schedule, ("questions",), MIRA)
    assert made.channel == chosen.get("channel", GENERAL)
    listed = quick.whispered("/usage subscriptions", made.channel).text
    assert f"{made.id}" in listed
    assert "Storefront" in listed
    assert said.lower() in (told + listed).lower()


def test_the_same_again_is_no_second_subscription(quick: Door, store: Engine) -> None:
    first = submitted(quick, window(quick, "users last-30d"))
    before = len(kept(store))
    quick.workspace.close(MIRA, quick.workspace.modals(MIRA)[-1])
    again = submitted(quick, window(quick, "users last-30d"))
    assert first.startswith("Subscribed")
    assert again.startswith("Already subscribed")
    assert len(kept(store)) == before


@pytest.mark.parametrize(
    ("field", "chosen", "cure"),
    [
        ("day", {"every": "weekly", "day": "15"}, "Choose a weekday."),
        ("day", {"every": "monthly", "day": "mon"}, "Choose a day of the month, 1 to 31."),
        ("day", {"every": "monthly", "day": "32"}, "Choose a day of the month, 1 to 31."),
        ("every", {"every": "hourly"}, "Choose daily, weekly or monthly."),
        ("at", {"every": "daily", "at": "25:61"}, "Choose a time. Example: 09:00"),
        ("zone", {"zone": "Mars/Olympus"}, "Mars/Olympus"),
        ("zone", {"zone": "../../etc/passwd"}, "etc/passwd"),
        ("channel", {"channel": "U018"}, "Choose a channel."),
        ("channel", {"channel": "../x"}, "Choose a channel."),
    ],
    ids=str,
)
def test_odd_input_is_said_beside_its_field_and_nothing_is_kept(
    quick: Door, store: Engine, field: str, chosen: dict[str, str], cure: str
) -> None:
    before, view = kept(store), window(quick)
    for name, value in chosen.items():
        if name in ("every", "day"):
            offer(view, name, value)
        choose(quick, view, **{name: value})
    quick.workspace.submit(MIRA, view)
    assert set(view.errors) == {field}
    assert cure in view.errors[field]
    assert kept(store) == before


@pytest.mark.parametrize(
    "metadata",
    ["", "x", "[]", "null", "{}", '{"row": 1}', "menus.0|questions", "9" * 3000, '{"row": "r|export all"}'],
)
def test_a_window_that_names_no_report_of_ours_subscribes_to_nothing(
    quick: Door, store: Engine, metadata: str
) -> None:
    before, view = kept(store), window(quick)
    view.payload["private_metadata"] = metadata
    told = submitted(quick, view)
    assert "Ask anew" in told
    assert kept(store) == before


def test_forged_words_subscribe_to_no_project_that_is_not_there(quick: Door, store: Engine) -> None:
    before, view = kept(store), window(quick)
    origin = json.loads(view.payload["private_metadata"])
    origin["row"] = "menus.0|questions last-30d project:globex-core"
    view.payload["private_metadata"] = json.dumps(origin)
    assert 'I don\'t know the project "globex-core"' in submitted(quick, view).replace("&quot;", '"')
    assert kept(store) == before


def test_a_viewer_is_told_who_may_and_whoever_became_one_meanwhile_too(quick: Door, store: Engine) -> None:
    before, view = kept(store), window(quick)
    with writing(store) as connection:
        org = Store(connection).organization("acme")
        set_member_role(connection, org.id, Member(TEAM, MIRA, "viewer"))
    try:
        assert "Only a manager may do that" in submitted(quick, view)
        quick.workspace.close(MIRA, quick.workspace.modals(MIRA)[-1])
        report = quick.posted("/usage questions last-30d")
        quick.workspace.choose(MIRA, report, "more", "subscribe")
        assert "Only a manager may do that" in says(quick)
        assert kept(store) == before
    finally:
        with writing(store) as connection:
            unset_member_role(connection, org.id, TEAM, MIRA)
