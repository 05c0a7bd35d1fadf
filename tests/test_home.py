"""The Home tab: what somebody sees there, and what they do in it."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.jobs.telling import NOBODY
from bot.sandbox.state import View
from bot.sandbox.workspace import Call
from storage import deliveries
from storage.engine import open_engine, reading, writing
from storage.members import Member, set_member_role
from storage.store import Store
from storage.subscriptions import ORGANIZATION, Wanted, add, find, of_org
from tests import databases
from tests.databases import Template
from tests.world import GENERAL, MIRA, TODAY, Door, door, line, organisation, questions, send

JONAS = "U018"
TEAM = "T0SANDBOX"
TERMS = {"basis": "credits", "term_start": "2026-01-01", "term_end": "2026-12-31", "allocation": "1000"}
SIGNED = line("contract.upsert", "c-1", "2026-01-01T00:00:00", name="Year 2026", **TERMS)


def spent(number: int, amount: str) -> dict[str, object]:
    at = f"{TODAY.isoformat()}T10:00:00"
    return dict(line("credits.used", f"cr-{number}", at, project=None, category="Player", amount=amount))


@pytest.fixture(scope="module")
def store(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("home")
    engine = open_engine(databases.sqlite_copy(sqlite_template, folder))
    send(engine, [*organisation(), SIGNED, *questions()], folder)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def quick(store: Engine) -> Iterator[Door]:
    with door(store.url.render_as_string()) as opened:
        yield opened


def home(usage: Door, person: str = MIRA) -> View:
    """Somebody's Home tab once it shows their numbers, counted since it was opened."""
    old = usage.workspace.home(person)
    before = old.hash if old else ""
    assert usage.workspace.open_home(person).ok

    def ready() -> View | None:
        view = usage.workspace.home(person)
        return view if view and view.hash != before and view.payload.get("private_metadata") else None

    return usage.workspace.wait_for(ready, 10)


def words(view: View) -> str:
    return json.dumps(view.blocks, ensure_ascii=False)


def after(usage: Door, view: View, deed: str, value: str = "") -> View:
    """The tab after a button or a menu of it was used."""
    before = view.hash
    where = usage.workspace
    block = next(
        b["block_id"] for b in view.blocks if f'"{deed}"' in json.dumps(b) and value in json.dumps(b)
    )
    if deed == "home:project":
        where.choose(MIRA, view, deed, value, block_id=block)
    else:
        where.click(MIRA, view, deed, block_id=block)
    where.wait_for(lambda: view.hash != before, 10)
    return view


def subscribe(store: Engine, owner: str = MIRA) -> int:
    """A weekly digest of somebody's, from the store's side."""
    with writing(store) as connection:
        org = Store(connection).organization("acme")
        wanted = Wanted(org.id, None, TEAM, GENERAL, owner, "digest", "weekly mon 09:00", "America/New_York")
        return add(connection, wanted, datetime(2026, 11, 22, 19, 5, tzinfo=UTC)).id


def test_it_shows_contract_figures_subscriptions_and_deliveries(quick: Door) -> None:
    shown = words(home(quick))
    for part in ("PlayerZero Usage • Acme Inc.", "Contract: Year 2026", "░░░░", "Last 30 days"):
        assert part in shown
    assert "of 1,000" in shown
    assert "Nothing was delivered to you yet." in shown
    assert "All Projects • Oct 24 – Nov 22, 2026 (30 days)" in shown


def test_only_what_every_slack_takes_there_is_on_it(quick: Door) -> None:
    kinds = {block["type"] for block in home(quick).blocks}
    assert kinds <= {"section", "image", "card", "header", "context", "divider", "actions", "input"}


def test_something_is_seen_at_once_and_the_numbers_in_less_than_a_second(quick: Door) -> None:
    began, before = time.monotonic(), len(quick.workspace.calls)
    home(quick, JONAS)
    assert time.monotonic() - began < 1
    first, second = quick.workspace.wait_for(lambda: published_twice(quick, before))
    assert "One moment" in str(first.arguments)
    assert "One moment" not in str(second.arguments)
    assert second.arguments["hash"] == first.response["view"]["hash"]


def published_twice(usage: Door, before: int) -> list[Call]:
    """What was published for Jonas since, once it was twice: a call is noted after the view has changed."""
    found = [call for call in usage.workspace.calls[before:] if call.arguments.get("user_id") == JONAS]
    return found if len(found) == 2 else []


def test_the_messages_tab_is_no_reason_to_publish(quick: Door) -> None:
    shown = home(quick)
    # A call is noted after the view has changed.
    quick.workspace.wait_for(lambda: any(_showed(call, shown) for call in quick.workspace.calls))
    before = quick.calls("views.publish")
    quick.workspace.open_home(MIRA, "messages")
    quick.posted("/usage questions today")
    assert quick.calls("views.publish") == before


def _showed(call: Call, view: View) -> bool:
    return bool((call.response.get("view") or {}).get("hash") == view.hash)


def test_a_chosen_project_stays_chosen_for_that_person_alone(quick: Door) -> None:
    view = after(quick, home(quick), "home:project", "storefront")
    quick.workspace.wait_for(lambda: "Storefront • Oct 24" in words(view), 10)
    assert "Storefront • Oct 24" in words(home(quick))
    assert "All Projects • Oct 24" in words(home(quick, JONAS))
    view = after(quick, view, "home:project", "all")
    quick.workspace.wait_for(lambda: "All Projects • Oct 24" in words(view), 10)


def test_a_project_that_nobody_offered_changes_nothing(quick: Door) -> None:
    view = home(quick)
    block = next(b for b in view.blocks if b.get("block_id") == "home:menus")
    forged = {"text": {"type": "plain_text", "text": "x"}, "value": "nope"}
    block["elements"][0]["options"].append(forged)
    after(quick, view, "home:project", "nope")
    direct = quick.workspace.direct_message(MIRA).id
    quick.workspace.wait_for(lambda: "Choose another one" in quick.workspace.messages(direct)[-1].text, 10)
    assert "All Projects • Oct 24" in words(view)


def test_subscriptions_are_paused_resumed_and_ended_in_place(quick: Door, store: Engine) -> None:
    number = subscribe(store)
    view = home(quick)
    assert f"*{number}.  Weekly digest*" in words(view)
    after(quick, view, "subscription:pause", f'"{number}"')
    quick.workspace.wait_for(lambda: "subscription:resume" in words(view), 10)
    after(quick, view, "subscription:resume", f'"{number}"')
    quick.workspace.wait_for(lambda: "subscription:resume" not in words(view), 10)
    after(quick, view, "subscription:unsubscribe", f'"{number}"')
    quick.workspace.wait_for(lambda: f"*{number}.  " not in words(view), 10)
    with reading(store) as connection:
        assert find(connection, 1, number) is None


def editing(usage: Door, number: int) -> View:
    """The modal of Edit, once there is something to choose."""
    view = home(usage)
    block = next(b["block_id"] for b in view.blocks if b.get("block_id") == f"subscriptions:{number}")
    usage.workspace.click(MIRA, view, "subscription:edit", block_id=block)

    def ready() -> list[View]:
        return [each for each in usage.workspace.modals(MIRA) if each.payload.get("submit")]

    return usage.workspace.wait_for(ready, 10)[-1]


def told(usage: Door, view: View) -> str:
    """Submit it; what the window says in the end. Then it is closed."""
    usage.workspace.submit(MIRA, view)

    def said() -> str:
        text = str(usage.workspace.modals(MIRA)[0].blocks[0]["text"]["text"])
        return "" if text.startswith("Saving") else text

    words = usage.workspace.wait_for(said, 10)
    usage.workspace.close(MIRA, usage.workspace.modals(MIRA)[0])
    return words


def test_a_subscription_is_edited_in_a_window_and_keeps_its_number(quick: Door, store: Engine) -> None:
    number = subscribe(store)
    view = editing(quick, number)
    quick.workspace.choose(MIRA, view, "subscription:on", "monthly 31")
    quick.workspace.choose(MIRA, view, "subscription:at", "17:30")
    quick.workspace.choose(MIRA, view, "subscription:project", "storefront")
    quick.workspace.choose(MIRA, view, "subscription:sections", "questions", "users")
    assert told(quick, view) == f"Saved: number {number}."
    with reading(store) as connection:
        found = find(connection, 1, number)
    assert found
    assert (found.schedule, found.sections) == ("monthly 31 17:30", ("questions", "users"))
    tab = quick.workspace.wait_for(lambda: quick.workspace.home(MIRA))
    quick.workspace.wait_for(lambda: "on day 31 of every month" in words(tab), 10)


@pytest.mark.parametrize("forged", ["weekly fun", "hourly", ""])
def test_an_edit_that_was_tampered_with_changes_nothing(quick: Door, store: Engine, forged: str) -> None:
    number = subscribe(store)
    view = editing(quick, number)
    view.inputs["subscription:on"] = {"subscription:on": {"selected_option": {"value": forged}}}
    assert "no longer fits" in told(quick, view)
    with reading(store) as connection:
        assert [each.schedule for each in of_org(connection, 1) if each.id == number] == ["weekly mon 09:00"]


def test_nobody_edits_the_subscription_of_another(quick: Door, store: Engine) -> None:
    mine, other = subscribe(store), subscribe(store, JONAS)
    view = editing(quick, mine)
    view.payload["private_metadata"] = str(other)
    assert "not yours" in told(quick, view)


def test_nobody_sees_the_subscriptions_of_others(quick: Door, store: Engine) -> None:
    number = subscribe(store)
    assert f"*{number}.  Weekly digest*" in words(home(quick))
    assert f"*{number}.  Weekly digest*" not in words(home(quick, JONAS))


def test_managers_see_what_became_of_the_organisations_own(quick: Door, store: Engine) -> None:
    when = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    number = subscribe(store, ORGANIZATION)
    with writing(store) as connection:
        own = find(connection, 1, number)
        assert own
        unheard = "Nobody to tell: The organisation's digest was not sent."
        deliveries.skip(connection, own, "notice", "failed:1", NOBODY, unheard, when)
        deliveries.add(connection, own, "notice", "late:1", JONAS, {"text": "It is late."}, when)
    shown = words(home(quick))
    assert "The organisation's own" in shown
    assert f"*{number}.  Weekly digest*" in shown
    assert f"*Notice* in <#{GENERAL}>" in shown
    assert shown.count(unheard) == shown.count("*Notice*") == 1
    with writing(store) as connection:
        set_member_role(connection, 1, Member(TEAM, JONAS, "viewer"))
    assert "The organisation's" not in words(home(quick, JONAS))


def test_a_contract_used_up_fills_the_bar_and_says_so(
    sqlite_url: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    assert send(sqlite_engine, [*organisation(), SIGNED, spent(1, "900"), spent(2, "150")], tmp_path).is_clean
    with door(sqlite_url) as usage:
        shown = words(home(usage))
    assert "█" * 20 in shown
    assert "1,050 of 1,000 credits used: 105.0%" in shown
    assert "OVER" in shown


def test_without_a_contract_there_is_no_card(sqlite_url: str, sqlite_engine: Engine, tmp_path: Path) -> None:
    send(sqlite_engine, [*organisation(), *questions(3)], tmp_path)
    with door(sqlite_url) as usage:
        assert "Contract" not in words(home(usage))


def test_an_empty_store_is_told_politely(sqlite_url: str) -> None:
    with door(sqlite_url) as usage:
        usage.workspace.open_home(MIRA)
        view = usage.workspace.wait_for(lambda: usage.workspace.home(MIRA), 10)
        usage.workspace.wait_for(lambda: "One moment" not in words(view), 10)
        assert "store" in words(view)
