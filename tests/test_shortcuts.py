"""The shortcuts: a modal that stands at once, and the report that comes of it."""

import pytest
from sqlalchemy import Engine

from bot.messages.usage_modal import Chosen
from bot.sandbox import Message
from bot.sandbox.state import View
from tests.world import GENERAL, MIRA, RANDOM, TODAY, Door, door, line, organisation, send

EVERYWHERE, THREAD = "usage_report", "usage_for_thread"


def modal(usage: Door, callback: str = EVERYWHERE, message: Message | None = None) -> View:
    """The modal of a shortcut once there is something to choose."""
    assert usage.workspace.shortcut(MIRA, callback, message).ok

    def ready() -> list[View]:
        return [view for view in usage.workspace.modals(MIRA) if view.payload.get("submit")]

    return usage.workspace.wait_for(ready, 10)[-1]


def done(usage: Door, view: View) -> str:
    """Submit it; what the window says in the end."""
    assert usage.workspace.submit(MIRA, view).error is None

    def said() -> str:
        (view,) = usage.workspace.modals(MIRA)
        text = str(view.blocks[0].get("text", {}).get("text", ""))
        return "" if text.startswith(("Your report is being", "One moment")) else text

    return usage.workspace.wait_for(said, 10)


def choose(usage: Door, view: View, **chosen: str) -> None:
    for name, value in chosen.items():
        usage.workspace.choose(MIRA, view, f"usage:{name}", value)


def said_by_mira(usage: Door, thread: str | None = None) -> Message:
    message = usage.workspace.type(MIRA, GENERAL, "How much do we use it?", thread).message
    assert message
    return message


def test_the_window_stands_before_anything_is_looked_up(quick: Door) -> None:
    before = len(quick.workspace.calls)
    modal(quick)
    calls = [call for call in quick.workspace.calls[before:] if call.method.startswith("views.")]
    assert [call.method for call in calls] == ["views.open", "views.update"]
    assert "One moment" in str(calls[0].arguments)


def test_it_begins_with_the_overview_of_all_projects_for_that_person_alone(quick: Door) -> None:
    view = modal(quick)
    first = [block["element"].get("initial_option", {}).get("value") for block in view.blocks]
    assert first == ["overview", "last-30d", "all", None]


def test_without_a_channel_the_report_comes_in_the_direct_message_with_everything(quick: Door) -> None:
    view = modal(quick)
    choose(quick, view, section="questions", range="last-week", project="storefront")
    assert done(quick, view) == "Done: the report is in our direct message."
    report = quick.workspace.messages(quick.workspace.direct_message(MIRA).id)[-1]
    assert "Storefront • Nov 9 – Nov 15, 2026" in report.text


def test_in_a_chosen_channel_it_is_posted_for_all_with_who_asked(quick: Door) -> None:
    view = modal(quick)
    choose(quick, view, section="questions", where=GENERAL)
    assert done(quick, view) == "Done: the report is in the channel."
    report = quick.workspace.messages(GENERAL)[-1]
    assert report.text.startswith("Questions: ")
    assert "questions last-30d project:all by mira" in str(report.blocks)


def test_where_the_app_is_no_member_slack_lets_it_answer_without_the_chart(quick: Door) -> None:
    view = modal(quick)
    choose(quick, view, section="questions", where=RANDOM)
    assert "/invite @PlayerZero Usage" in done(quick, view)
    report = quick.workspace.messages(RANDOM)[-1]
    assert report.text.startswith("Questions: ")
    assert "image" not in [block["type"] for block in report.blocks]


@pytest.mark.parametrize("in_thread", [False, True])
def test_the_message_shortcut_posts_into_the_thread(quick: Door, in_thread: bool) -> None:
    parent = said_by_mira(quick)
    message = said_by_mira(quick, parent.ts) if in_thread else parent
    view = modal(quick, THREAD, message)
    assert "usage:where" not in str(view.blocks)
    choose(quick, view, section="questions")
    assert done(quick, view) == "Done: the report is in the thread."
    assert quick.workspace.thread(GENERAL, parent.ts)[-1].text.startswith("Questions: ")


def test_a_deleted_message_has_no_thread_and_that_is_said(quick: Door) -> None:
    message = said_by_mira(quick)
    view = modal(quick, THREAD, message)
    quick.workspace.unsay(message)
    assert "deleted" in done(quick, view)


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("usage:section", "export"),
        ("usage:section", "secrets"),
        ("usage:range", "for-ever"),
        ("usage:project", "a by:user"),
        ("usage:where", "D0018"),
    ],
)
def test_what_was_tampered_with_is_refused_on_its_field(quick: Door, action: str, value: str) -> None:
    view = modal(quick)
    posted = len(quick.workspace.messages(GENERAL))
    name = "selected_conversation" if action == "usage:where" else "selected_option"
    view.inputs[action] = {action: {name: value if action == "usage:where" else {"value": value}}}
    quick.workspace.submit(MIRA, view)
    assert list(view.errors) == [action]
    assert len(quick.workspace.messages(GENERAL)) == posted


def test_several_channels_at_once_are_none() -> None:
    several = {"selected_options": [{"value": GENERAL}, {"value": RANDOM}]}
    values = {"usage:where": {"usage:where": several}}
    assert "usage:where" in Chosen.of({"state": {"values": values}}).errors


@pytest.mark.parametrize("metadata", ["U017 1.0", "C0GENERAL", "C0GENERAL 1.0 x", "http://x"])
def test_a_window_that_names_no_thread_of_ours_posts_nothing(quick: Door, metadata: str) -> None:
    view = modal(quick, THREAD, said_by_mira(quick))
    view.payload["private_metadata"] = metadata
    assert "no longer fits" in done(quick, view)


def test_a_project_that_is_gone_is_told_in_the_window(quick: Door) -> None:
    view = modal(quick)
    view.inputs["usage:project"] = {"usage:project": {"selected_option": {"value": "gone"}}}
    assert done(quick, view).startswith("I don't know the project")


def test_many_projects_are_found_by_typing(sqlite_url: str, sqlite_engine: Engine, tmp_path: object) -> None:
    from pathlib import Path

    start = f"{TODAY.year - 1}-10-01T00:00:00"
    many = [
        line("project.upsert", f"p-{n}", start, slug=f"pipe-{n}", name=f"Pipeline {n}") for n in range(150)
    ]
    send(sqlite_engine, [*organisation(), *many], Path(str(tmp_path)))
    with door(sqlite_url) as usage:
        view = modal(usage)
        found = usage.workspace.suggest(MIRA, view, "usage:project", "line 14")
        assert [option["value"] for option in found] == ["pipe-14", *(f"pipe-14{n}" for n in range(10))]
        choose(usage, view, project="pipe-14")
        done(usage, view)
        report = usage.workspace.messages(usage.workspace.direct_message(MIRA).id)[-1]
    assert "Pipeline 14 •" in report.text
