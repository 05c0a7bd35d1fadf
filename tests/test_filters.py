"""One message, not five: a report is changed by its buttons and menus, through the door."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from bot.sandbox import Message
from bot.sandbox.state import View
from storage.engine import reading, writing
from storage.heard import hear, newest, overtaken
from storage.tables import projects
from tests.world import GENERAL, MIRA, Door, door, line, organisation, questions, send

RECENT = [asked for asked in questions() if asked["at"][:10] > "2026-10-23"]
WEEK = [asked for asked in RECENT if asked["at"][:10] > "2026-11-15"]
JONAS = "U018"
SOON = 10


def many_projects() -> Iterator[Any]:
    """More projects than a menu lists, one of them archived."""
    for number in range(30):
        name = "Old <!here>" if number == 0 else f"Service {number:02d}"
        yield line(
            "project.upsert",
            f"many-{number}",
            "2025-10-01T00:00:00",
            slug=f"service-{number:02d}",
            name=name,
        )


@pytest.fixture
def usage(database_url: str, engine: Engine, tmp_path: Path) -> Iterator[Door]:
    assert send(engine, [*organisation(), *questions()], tmp_path).is_clean
    with door(database_url) as opened:
        yield opened


def elements(message: Message) -> dict[str, dict[str, Any]]:
    """The buttons and menus under a report, by their action."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return {element["action_id"]: element for row in rows for element in row}


def chosen(message: Message, menu: str) -> str:
    return str(elements(message)[f"show.{menu}"]["initial_option"]["value"])


def shows(usage: Door, message: Message, said: str | Callable[[], bool]) -> None:
    """Wait until the message says this."""
    there = said if callable(said) else lambda: said in message.text
    usage.workspace.wait_for(there, SOON)


def pictured(usage: Door, message: Message) -> str:
    """The id of the picture in a message, once it is there."""

    def found() -> str:
        return next((b["slack_file"]["id"] for b in message.blocks if b["type"] == "image"), "")

    return usage.workspace.wait_for(found, SOON)


def click(usage: Door, message: Message, what: str, value: str = "", person: str = MIRA) -> None:
    answer = (
        usage.workspace.choose(person, message, f"show.{what}", value)
        if value
        else usage.workspace.click(person, message, f"show.{what}")
    )
    assert answer.error is None


def test_a_report_has_its_tabs_its_menus_and_what_else_can_be_done(quick: Door) -> None:
    under = elements(quick.posted("/usage questions last-30d"))
    tabs = {name: each["text"]["text"] for name, each in under.items() if ".tab." in name}
    assert list(tabs.values()) == ["Category", "Origin", "Role", "Top users", "Project"]
    assert [name for name, each in under.items() if each.get("style") == "primary"] == ["show.tab.category"]
    assert {
        "show.section",
        "show.range",
        "show.project",
        "show.step",
        "show.previous",
        "export",
        "more",
    } <= set(under)


def test_nothing_typed_gives_the_overview_with_its_menus(quick: Door) -> None:
    message = quick.posted("/usage")
    assert message.text.startswith("Overview:")
    assert (chosen(message, "section"), chosen(message, "range")) == ("overview", "last-30d")


def test_a_tab_changes_the_same_message(usage: Door) -> None:
    message = usage.posted("/usage questions last-30d")
    before = len(usage.workspace.messages(GENERAL))
    click(usage, message, "tab.origin")
    shows(usage, message, "Questions by origin")
    assert len(usage.workspace.messages(GENERAL)) == before
    assert elements(message)["show.tab.origin"]["style"] == "primary"
    assert "by mira" in json.dumps(message.blocks[-1])


def test_the_menus_keep_what_the_others_chose(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d by:origin")
    click(quick, message, "range", "last-7d")
    shows(quick, message, f"Answered {len(WEEK)} questions in the last 7 days")
    click(quick, message, "project", "storefront")
    own = sum(each["project"] == "storefront" for each in WEEK)
    shows(quick, message, f"Answered {own} questions")
    click(quick, message, "step", "weekly")
    shows(quick, message, lambda: chosen(message, "step") == "weekly")
    assert "Questions by origin" in message.text
    assert (chosen(message, "range"), chosen(message, "project")) == ("last-7d", "storefront")


def test_another_report_keeps_days_and_project(quick: Door) -> None:
    message = quick.posted("/usage questions 2026-11-01..2026-11-10 project:storefront")
    click(quick, message, "section", "simulations")
    shows(quick, message, "Simulations:")
    assert "Storefront • Nov 1 – Nov 10, 2026" in message.text


def test_by_role_stands_in_for_the_pages_hover(quick: Door) -> None:
    message = quick.posted("/usage overview last-7d")
    click(quick, message, "tab.by-role")
    shows(quick, message, "Users: 3 active users")
    assert "Active users by role (estimated)" in message.text


def test_previous_and_next_go_to_the_days_beside(quick: Door) -> None:
    message = quick.posted("/usage questions last-7d")
    assert "show.next" not in elements(message)
    click(quick, message, "previous")
    shows(quick, message, "Nov 9 – Nov 15, 2026 (7 days)")
    click(quick, message, "next")
    shows(quick, message, "Nov 16 – Nov 22, 2026 (7 days)")
    assert "show.next" not in elements(message)


def test_before_the_first_data_there_is_no_previous(quick: Door) -> None:
    assert "show.previous" not in elements(quick.posted("/usage questions 2025-10-01..2025-10-31"))


def test_the_words_and_the_table_come_before_the_picture(
    sqlite_url: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    send(sqlite_engine, [*organisation(), *questions()], tmp_path)
    with door(sqlite_url, scan=0.5) as slow:
        message = slow.posted("/usage questions last-30d")
        pictured(slow, message)
        before = len(slow.workspace.calls)
        click(slow, message, "range", "last-7d")
        shows(slow, message, f"Answered {len(WEEK)} questions")
        pictured(slow, message)
    words, *upload, picture = slow.workspace.calls[before:]
    assert (words.method, upload[0].method) == ("chat.update", "files.getUploadURLExternal")
    assert f"Answered {len(WEEK)} questions" in words.arguments["text"]
    shown = [{block["type"] for block in call.arguments["blocks"]} for call in (words, picture)]
    assert [("data_table" in types, "image" in types) for types in shown] == [(True, False), (True, True)]


def test_going_back_needs_no_upload(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    first = pictured(quick, message)
    click(quick, message, "tab.origin")
    shows(quick, message, "Questions by origin")
    assert pictured(quick, message) != first
    uploads = quick.calls("files.getUploadURLExternal")
    click(quick, message, "tab.category")
    shows(quick, message, "Questions by category")
    assert pictured(quick, message) == first
    assert quick.calls("files.getUploadURLExternal") == uploads


def test_a_picture_that_slack_lost_is_left_out_and_the_report_changes(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d by:category")
    pictured(quick, message)
    click(quick, message, "tab.origin")
    shows(quick, message, "Questions by origin")
    pictured(quick, message)
    quick.workspace.faults.add("chat.update", "invalid_blocks")
    click(quick, message, "tab.category")
    shows(quick, message, "Questions by category")


def test_days_of_ones_own_are_chosen_in_a_window(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d by:origin")
    view = window(quick, message, "show.range", "custom")
    quick.workspace.choose(MIRA, view, "first", "2026-11-10")
    quick.workspace.choose(MIRA, view, "last", "2026-11-12")
    quick.workspace.submit(MIRA, view)
    shows(quick, message, "Nov 10 – Nov 12, 2026 (3 days)")
    assert "Questions by origin" in message.text
    assert not quick.workspace.modals(MIRA)


@pytest.mark.parametrize(
    ("first", "last", "field", "sentence"),
    [
        ("2026-11-10", "2026-11-01", "last", "That range ends before it starts."),
        ("2026-11-23", "2026-11-24", "first", "That range starts in the future."),
        ("2020-01-01", "2026-11-01", "last", "That range is longer than 800 days."),
    ],
)
def test_impossible_days_are_refused_on_their_field(
    quick: Door, first: str, last: str, field: str, sentence: str
) -> None:
    message = quick.posted("/usage questions last-30d")
    said = message.text
    view = window(quick, message, "show.range", "custom")
    quick.workspace.choose(MIRA, view, "first", first)
    quick.workspace.choose(MIRA, view, "last", last)
    assert quick.workspace.submit(MIRA, view).ack == {
        "response_action": "errors",
        "errors": {field: sentence},
    }
    assert message.text == said
    quick.workspace.close(MIRA, view)


def test_a_window_that_is_closed_leaves_the_menu_as_it_was(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    row = next(block["block_id"] for block in message.blocks if block["type"] == "actions")
    quick.workspace.close(MIRA, window(quick, message, "show.range", "custom"))
    shows(quick, message, lambda: row not in [block.get("block_id") for block in message.blocks])
    assert chosen(message, "range") == "last-30d"


def window(usage: Door, message: Message, action: str, value: str) -> View:
    """The window that a choice opens, once its fields are there."""
    assert usage.workspace.choose(MIRA, message, action, value).error is None

    def ready() -> list[View]:
        return [view for view in usage.workspace.modals(MIRA) if len(view.blocks) > 1]

    return usage.workspace.wait_for(ready, SOON)[-1]


def test_many_projects_are_found_by_typing(sqlite_url: str, sqlite_engine: Engine, tmp_path: Path) -> None:
    send(sqlite_engine, [*organisation(), *many_projects(), *questions()], tmp_path)
    with writing(sqlite_engine) as connection:
        gone = projects.c.slug == "service-00"
        connection.execute(update(projects).where(gone).values(archived_at=datetime(2026, 1, 1, tzinfo=UTC)))
    with door(sqlite_url) as usage:
        message = usage.posted("/usage questions last-30d")
        assert elements(message)["show.project"]["type"] == "external_select"
        every = usage.workspace.suggest(MIRA, message, "show.project", "")
        assert every[0]["value"] == "all"
        assert len(every) == 33
        assert every[-1]["text"]["text"] == "Old <!here> (archived)"
        found = usage.workspace.suggest(MIRA, message, "show.project", "store")
        assert [option["value"] for option in found] == ["storefront"]
        click(usage, message, "project", "storefront")
        shows(usage, message, "Storefront • ")
        assert chosen(message, "project") == "storefront"


def test_workflows_without_a_project_ask_which_one(quick: Door) -> None:
    message = quick.whispered("/usage workflows last-30d")
    assert message.text.startswith(
        "Workflow data is per project and isn't added up across projects. Pick one:"
    )
    click(quick, message, "project", "storefront")
    shows(quick, message, "Storefront has no workflow configured")


def test_in_a_changed_message_workflows_ask_in_the_same_place(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    click(quick, message, "section", "workflows")
    shows(quick, message, "Workflow data is per project")
    click(quick, message, "project", "payments-api")
    shows(quick, message, "Workflows:")


def test_the_newest_of_two_clicks_wins(usage: Door) -> None:
    message = usage.posted("/usage questions last-30d")
    for person, days in [(MIRA, "last-7d"), (JONAS, "last-90d"), (MIRA, "this-month")] * 3:
        click(usage, message, "range", days, person)
    shows(usage, message, lambda: chosen(message, "range") == "this-month")
    time.sleep(1.0)
    assert chosen(message, "range") == "this-month"


def test_of_two_processes_the_newest_click_wins(engine: Engine) -> None:
    with writing(engine) as connection:
        assert newest(connection, "C1:1.0", "1795351200.000002")
        assert not newest(connection, "C1:1.0", "1795351200.000001")
    with reading(engine) as connection:
        assert overtaken(connection, "C1:1.0", "1795351200.000001")
        assert not overtaken(connection, "C1:1.0", "1795351200.000002")
        assert not overtaken(connection, "C1:2.0", "1795351200.000001")


def test_a_deleted_message_is_said_to_whoever_clicks(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    before = len(quick.workspace.ephemerals(MIRA, GENERAL))
    quick.workspace.unsay(message)
    click(quick, message, "tab.origin")
    told = quick.workspace.wait_for(lambda: quick.workspace.ephemerals(MIRA, GENERAL)[before:], SOON)
    assert "That report was deleted" in told[0].text


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("tab.origin", "qestions last-30d"),
        ("tab.origin", ""),
        ("tab.origin", "questions last-30d by:nothing"),
        ("project", "nobodys-project"),
        ("project", "a b"),
        ("range", "by:origin"),
        ("range", "2026-99"),
        ("section", "export"),
        ("section", "nothing"),
        ("step", "hourly"),
    ],
)
def test_a_value_that_is_none_of_ours_is_refused_and_the_message_stays(
    quick: Door, action: str, value: str
) -> None:
    message = quick.posted("/usage questions last-30d")
    said = message.text
    before = len(quick.workspace.ephemerals(MIRA, GENERAL))
    element = elements(message)[f"show.{action}"]
    if "options" in element:
        element["options"].append({"text": {"type": "plain_text", "text": "x"}, "value": value})
        click(quick, message, action, value)
    else:
        element["value"] = value
        click(quick, message, action)
    told = quick.workspace.wait_for(lambda: quick.workspace.ephemerals(MIRA, GENERAL)[before:], SOON)
    assert "Example" in told[0].text or "for example" in told[0].text
    assert message.text == said


def test_a_click_that_slack_sends_twice_is_done_once(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    pictured(quick, message)
    before = quick.calls("chat.update")
    quick.workspace.sockets.double_next()
    click(quick, message, "range", "all")
    shows(quick, message, lambda: chosen(message, "range") == "all")
    pictured(quick, message)
    time.sleep(0.5)
    assert quick.calls("chat.update") <= before + 2  # the words, and the picture


def test_what_was_heard_is_heard_once(engine: Engine) -> None:
    with writing(engine) as connection:
        assert hear(connection, "trigger-1", datetime(2026, 11, 22, tzinfo=UTC))
        assert not hear(connection, "trigger-1", datetime(2026, 11, 22, tzinfo=UTC))


def test_a_report_of_the_direct_message_names_people_also_when_changed(quick: Door) -> None:
    direct = quick.workspace.direct_message(MIRA).id
    message = quick.posted("/usage questions last-30d", direct)
    click(quick, message, "tab.top-users")
    shows(quick, message, "Mira Okafor")


def test_in_a_channel_nobody_is_named_whatever_is_clicked(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    click(quick, message, "tab.top-users")
    shows(quick, message, "Top users: ask with `private`")
    assert "Mira Okafor" not in json.dumps(message.blocks)


def test_labels_are_for_each_of_them_alone(quick: Door) -> None:
    under = elements(quick.posted("/usage questions 2026-10-01..2026-10-31"))
    labels = [each["accessibility_label"] for each in under.values() if each["type"] == "button"]
    assert len(set(labels)) == len(labels) == 8
