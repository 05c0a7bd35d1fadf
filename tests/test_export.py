"""A CSV export through the door: by command and by button, into the thread or the direct message."""

import csv
import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.sandbox import Answer, File, Message
from bot.sandbox.state import View
from storage.engine import reading, writing
from storage.tables import audit_log, projects
from tests.world import GENERAL, MIRA, RANDOM, Door, door, line, organisation, questions, send

RECENT = [asked for asked in questions() if asked["at"][:10] > "2026-10-23"]
DAYS = "2026-10-24..2026-11-22"
ALL_KEYS = ["sessions", "questions", "users", "roles", "codesims", "workflows", "artifacts", "lines"]


def direct(usage: Door) -> str:
    return usage.workspace.direct_message(MIRA).id


def attached(usage: Door, message: Message) -> File:
    """The one file in the thread of a message, once it is there."""
    found = usage.workspace.wait_for(lambda: usage.workspace.thread(message.channel, message.ts)[1:], 10)
    (file_id,) = [name for reply in found for name in reply.files]
    file = usage.workspace.file(file_id)
    assert file
    return file


def rows(file: File) -> list[list[str]]:
    return list(csv.reader(file.content.decode().splitlines()))


def cells(file: File) -> set[str]:
    return {cell for row in rows(file) for cell in row}


def pressed(usage: Door, words: str = "/usage questions last-30d", channel: str = GENERAL) -> Message:
    """A report whose Export CSV was pressed."""
    message = usage.posted(words, channel)
    assert usage.workspace.click(MIRA, message, "export").error is None
    return message


def modal(usage: Door) -> View:
    """The modal once its choices are there."""

    def ready() -> list[View]:
        return [view for view in usage.workspace.modals(MIRA) if view.payload.get("submit")]

    return usage.workspace.wait_for(ready, 10)[-1]


def inputs(view: View) -> dict[str, dict[str, Any]]:
    return {b["element"]["action_id"]: b["element"] for b in view.blocks if b["type"] == "input"}


def said(usage: Door) -> str:
    """What the window says that has nothing to choose."""
    (view,) = usage.workspace.modals(MIRA)
    return str(view.blocks[0]["text"]["text"]) if len(view.blocks) == 1 else ""


def heard(usage: Door, text: str) -> str:
    """What the window says, once it says this."""
    usage.workspace.wait_for(lambda: text in said(usage), 10)
    return said(usage)


def tampered(usage: Door, view: View, **changes: str) -> Answer:
    """Submit a view with other values than it offers."""
    for action, value in changes.items():
        view.inputs[action] = {action: {"selected_option": {"value": value}}}
    return usage.workspace.submit(MIRA, view)


def test_the_command_posts_a_message_and_attaches_the_file_to_its_thread(quick: Door) -> None:
    message = quick.posted("/usage export last-30d")
    file = attached(quick, message)
    assert file.name == "playerzero-usage-2026-11-22.csv"
    assert file.size == len(file.content) > 500
    assert ["Date Range", "2026-10-24 to 2026-11-22"] in rows(file)
    assert ["Total", "", str(len(RECENT))] in rows(file)


def test_the_message_says_what_is_in_the_file_and_who_asked(quick: Door) -> None:
    message = quick.posted("/usage export last-7d project:storefront sections:questions,users")
    shown = json.dumps(message.blocks, ensure_ascii=False)
    assert "Total Questions Asked, Active Unique Users (Ranked)" in shown
    assert "Storefront • Nov 16 – Nov 22, 2026 (7 days) • America/New_York" in message.text
    assert "/usage export last-7d project:storefront sections:questions,users by mira" in shown


def test_only_the_chosen_sections_are_in_the_file(quick: Door) -> None:
    file = attached(quick, quick.posted("/usage export last-7d sections:questions"))
    assert ["Total Questions Asked"] in rows(file)
    assert ["Total Active Sessions"] not in rows(file)


def test_in_a_channel_nobody_is_named_and_in_the_direct_message_everybody_is(quick: Door) -> None:
    assert "Mira Okafor" not in cells(attached(quick, quick.posted("/usage export last-30d")))
    assert "Mira Okafor" in cells(attached(quick, quick.posted("/usage export last-30d", direct(quick))))


def test_a_private_export_goes_to_the_direct_message_and_says_so(quick: Door) -> None:
    posted, before = len(quick.workspace.messages(GENERAL)), len(quick.workspace.messages(direct(quick)))
    assert quick.whispered("/usage export last-30d private").text.endswith("in our direct message.")
    message = quick.workspace.messages(direct(quick))[before]
    assert "Mira Okafor" in cells(attached(quick, message))
    assert len(quick.workspace.messages(GENERAL)) == posted


def test_without_data_the_file_has_zeros_and_a_note_is_said(quick: Door) -> None:
    message = quick.posted("/usage export 2025-10-02..2025-10-03")
    assert ["Total", "", "0"] in rows(attached(quick, message))
    assert "in this range" in json.dumps(message.blocks)
    assert "in this range" in message.text


def test_a_bad_word_is_refused_at_once(quick: Door) -> None:
    assert "sections:questions" in quick.whispered("/usage export last-30d sections:qestions").text


def test_the_button_opens_a_window_before_anything_is_looked_up(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    before = len(quick.workspace.calls)
    quick.workspace.click(MIRA, message, "export")
    modal(quick)
    calls = [call.method for call in quick.workspace.calls[before:] if call.method.startswith("views.")]
    assert calls == ["views.open", "views.update"]


def test_the_window_begins_with_the_days_and_the_project_of_the_report(quick: Door) -> None:
    pressed(quick, "/usage questions last-30d project:storefront")
    chosen = inputs(modal(quick))
    assert chosen["range"]["initial_option"]["value"] == DAYS
    assert chosen["range"]["initial_option"]["text"]["text"] == "Oct 24 – Nov 22, 2026 (as in the report)"
    assert chosen["project"]["initial_option"]["value"] == "storefront"
    assert [option["value"] for option in chosen["sections"]["initial_options"]] == ALL_KEYS


def test_the_file_of_the_button_goes_to_the_thread_of_its_report(quick: Door) -> None:
    message = pressed(quick)
    quick.posted("/usage overview last-7d")
    assert quick.workspace.submit(MIRA, modal(quick)).error is None
    assert ["Total", "", str(len(RECENT))] in rows(attached(quick, message))
    assert heard(quick, "thread") == "Done: the file is in the thread."
    reply = quick.workspace.thread(GENERAL, message.ts)[1]
    assert "All Projects • Oct 24 – Nov 22, 2026" in reply.text
    assert reply.text.endswith("exported by mira")


def test_what_is_chosen_in_the_window_is_what_is_exported(quick: Door) -> None:
    message = pressed(quick)
    view = modal(quick)
    quick.workspace.choose(MIRA, view, "range", "last-7d")
    quick.workspace.choose(MIRA, view, "project", "payments-api")
    quick.workspace.choose(MIRA, view, "sections", "questions")
    quick.workspace.submit(MIRA, view)
    week = sum(each["at"][:10] > "2026-11-15" and each["project"] == "payments-api" for each in RECENT)
    file = attached(quick, message)
    assert ["Scope", "Payments API"] in rows(file)
    assert ["Total", "", str(week)] in rows(file)
    assert ["Total Active Sessions"] not in rows(file)


def test_credits_can_be_ticked_where_there_is_a_contract(
    sqlite_url: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    terms = {"basis": "credits", "term_start": "2026-01-01", "term_end": "2026-12-31", "allocation": "1000"}
    signed = line("contract.upsert", "c-1", "2026-01-01T00:00:00", name="2026", **terms)
    assert send(sqlite_engine, [*organisation(), signed, *questions()], tmp_path).is_clean
    with door(sqlite_url) as usage:
        pressed(usage)
        boxes = inputs(modal(usage))["sections"]
    assert [option["value"] for option in boxes["options"]] == [*ALL_KEYS, "credits"]
    assert boxes["initial_options"] == boxes["options"]


def test_no_section_at_all_is_refused_before_it_is_sent(quick: Door) -> None:
    pressed(quick)
    view = modal(quick)
    quick.workspace.choose(MIRA, view, "sections")
    quick.workspace.submit(MIRA, view)
    assert view.errors == {"sections": "Please complete this required field."}
    hints = [block["hint"]["text"] for block in view.blocks if "hint" in block]
    assert hints == ["Pick at least one section."]


def test_no_section_at_all_is_refused_on_the_field_if_it_is_sent(quick: Door) -> None:
    pressed(quick)
    view = modal(quick)
    next(block for block in view.blocks if block["block_id"] == "sections")["optional"] = True
    quick.workspace.choose(MIRA, view, "sections")
    quick.workspace.submit(MIRA, view)
    assert view.errors == {"sections": "Pick at least one section."}


def test_select_all_and_clear_all_are_one_click_and_keep_the_rest(quick: Door) -> None:
    message = pressed(quick)
    view = modal(quick)
    quick.workspace.choose(MIRA, view, "range", "last-7d")
    quick.workspace.click(MIRA, view, "export_clear_all")
    quick.workspace.wait_for(lambda: "initial_options" not in inputs(view)["sections"])
    quick.workspace.submit(MIRA, view)
    assert list(view.errors) == ["sections-1"]
    quick.workspace.click(MIRA, view, "export_select_all")
    quick.workspace.wait_for(lambda: "initial_options" in inputs(view)["sections"])
    quick.workspace.submit(MIRA, view)
    file = attached(quick, message)
    assert ["Date Range", "2026-11-16 to 2026-11-22"] in rows(file)
    assert ["Total Active Sessions"] in rows(file)


def test_the_button_of_a_private_answer_sends_the_file_to_the_direct_message(quick: Door) -> None:
    answer = quick.whispered("/usage questions last-30d private")
    before = len(quick.workspace.messages(direct(quick)))
    quick.workspace.click(MIRA, answer, "export")
    quick.workspace.submit(MIRA, modal(quick))
    assert heard(quick, "direct") == "Done: the file is in our direct message."
    attached(quick, quick.workspace.messages(direct(quick))[before])


@pytest.mark.parametrize("fault", ["500", "lost_reply"])
def test_an_upload_that_fails_half_way_is_finished_under_the_same_id(quick: Door, fault: Any) -> None:
    uploads, finishes = quick.calls("files.getUploadURLExternal"), quick.calls("files.completeUploadExternal")
    quick.workspace.faults.add("files.completeUploadExternal", fault)
    message = quick.posted("/usage export last-7d")
    attached(quick, message)
    time.sleep(0.7)  # a second file would come now
    attached(quick, message)
    assert quick.calls("files.getUploadURLExternal") == uploads + 1
    assert quick.calls("files.completeUploadExternal") == finishes + (2 if fault == "500" else 1)


def test_bytes_that_cannot_be_announced_at_first_are_sent_later(quick: Door) -> None:
    quick.workspace.faults.add("files.getUploadURLExternal", "503")
    assert attached(quick, quick.posted("/usage export last-7d")).content


def test_where_the_bot_is_no_member_the_file_goes_to_the_direct_message(quick: Door) -> None:
    before = len(quick.workspace.messages(direct(quick)))
    text = quick.whispered("/usage export last-30d", RANDOM).text
    assert text.startswith("I am not in that channel, so the file is in our direct message.")
    attached(quick, quick.workspace.messages(direct(quick))[before])


def test_a_bot_that_was_removed_meanwhile_sends_the_file_to_the_direct_message(quick: Door) -> None:
    quick.workspace.invite_bot(RANDOM)
    pressed(quick, channel=RANDOM)
    before = len(quick.workspace.messages(direct(quick)))
    quick.workspace.channels[RANDOM].members.discard(quick.workspace.bot.id)
    quick.workspace.submit(MIRA, modal(quick))
    assert heard(quick, "direct").startswith("I am not in that channel")
    attached(quick, quick.workspace.messages(direct(quick))[before])


def test_the_file_of_a_deleted_report_goes_to_the_direct_message(quick: Door) -> None:
    message = pressed(quick)
    quick.workspace.unsay(message)
    quick.workspace.submit(MIRA, modal(quick))
    assert heard(quick, "direct").startswith("That report was deleted")


def test_what_slack_refuses_is_said_in_the_thread_with_the_command_that_writes_it(quick: Door) -> None:
    quick.workspace.faults.add("files.getUploadURLExternal", "storage_limit_reached")
    message = quick.posted("/usage export last-7d sections:questions")
    reply = quick.workspace.wait_for(lambda: quick.workspace.thread(GENERAL, message.ts)[1:], 10)[0]
    assert reply.text == (
        "Slack did not take the file: this workspace has no room for files left. This writes it where the "
        'store is: `usagebot ask "export last-7d sections:questions" --out .`'
    )


def test_a_failure_reaches_a_person_who_has_closed_the_window(quick: Door) -> None:
    pressed(quick)
    view = modal(quick)
    before = len(quick.workspace.messages(direct(quick)))
    quick.workspace.faults.add("files.getUploadURLExternal", "500", times=4)
    quick.workspace.submit(MIRA, view)
    quick.workspace.close(MIRA, view)
    told = quick.workspace.wait_for(lambda: quick.workspace.messages(direct(quick))[before:], 15)
    assert "Slack did not take the file" in told[0].text


def test_a_range_or_a_project_that_no_menu_offers_is_refused_on_its_field(quick: Door) -> None:
    pressed(quick)
    view = modal(quick)
    tampered(quick, view, range="last-fortnight", project="x private")
    assert set(view.errors) == {"range", "project"}
    assert '"last-fortnight"' in view.errors["range"]


def test_a_range_that_is_impossible_is_said(quick: Door) -> None:
    pressed(quick)
    tampered(quick, modal(quick), range="2027-01")
    assert heard(quick, "future").startswith("That range starts in the future.")


@pytest.mark.parametrize("metadata", ["C0GENERAL", "U018 1.2", '{"channel": "C0GENERAL"}', "C0GENERAL 1.2 x"])
def test_a_window_that_names_no_place_of_ours_sends_nothing(quick: Door, metadata: str) -> None:
    pressed(quick)
    view = modal(quick)
    before = quick.calls("files.getUploadURLExternal")
    view.payload["private_metadata"] = metadata
    quick.workspace.submit(MIRA, view)
    assert heard(quick, "no longer fits")
    assert quick.calls("files.getUploadURLExternal") == before


@pytest.mark.parametrize(
    "value", ["", "questions last-30d", "export last-fortnight", "\x00", "export by:user"]
)
def test_a_button_that_is_not_ours_is_answered_in_a_sentence(quick: Door, value: str) -> None:
    message = quick.posted("/usage questions last-30d")
    rows = [b["elements"] for b in message.blocks if b["type"] == "actions"]
    (button,) = [each for row in rows for each in row if each["action_id"] == "export"]
    button["value"] = value
    quick.workspace.click(MIRA, message, "export")
    quick.workspace.wait_for(lambda: said(quick) != "One moment…", 10)
    assert "Something went wrong" not in said(quick)


def test_a_project_that_is_deleted_meanwhile_is_said(quick: Door, store: Engine, tmp_path: Path) -> None:
    pressed(quick, "/usage questions last-30d project:storefront")
    view = modal(quick)
    with writing(store) as connection:
        connection.execute(projects.update().where(projects.c.slug == "storefront").values(slug="gone"))
    try:
        quick.workspace.submit(MIRA, view)
        assert heard(quick, "project").startswith('I don\'t know the project "storefront".')
        again = pressed_again(quick)
        assert "initial_option" not in inputs(again)["project"]
    finally:
        with writing(store) as connection:
            connection.execute(projects.update().where(projects.c.slug == "gone").values(slug="storefront"))


def pressed_again(usage: Door) -> View:
    """The window of a report that is older than the loss of its project."""
    message = usage.posted("/usage questions last-30d")
    rows = [b["elements"] for b in message.blocks if b["type"] == "actions"]
    (button,) = [each for row in rows for each in row if each["action_id"] == "export"]
    button["value"] = f"export {DAYS} project:storefront"
    usage.workspace.click(MIRA, message, "export")
    return modal(usage)


def test_who_exported_what_and_when_is_recorded(database_url: str, engine: Engine, tmp_path: Path) -> None:
    send(engine, [*organisation(), *questions()], tmp_path)
    with door(database_url) as usage:
        attached(usage, usage.posted("/usage export last-7d sections:questions"))
        team = usage.workspace.team_id
    with reading(engine) as connection:
        (entry,) = connection.execute(select(audit_log))
    assert (entry.team_id, entry.actor, entry.action) == (team, MIRA, "export")
    assert (entry.target, entry.detail) == ("export last-7d sections:questions", GENERAL)
    assert entry.at.isoformat() == "2026-11-22T19:05:00+00:00"


def test_many_exports_at_once_do_not_hold_up_commands_and_say_that_they_are_prepared(quick: Door) -> None:
    before = len(quick.workspace.messages(GENERAL))
    quick.workspace.faults.add("files.getUploadURLExternal", "timeout", times=2, retry_after=4)
    for _ in range(5):
        quick.type("/usage export last-7d")
    begun = time.monotonic()
    quick.whispered("/usage help")
    assert time.monotonic() - begun < 1.5
    told = quick.workspace.wait_for(
        lambda: [m for m in quick.workspace.ephemerals(MIRA, GENERAL) if "being prepared" in m.text], 10
    )
    assert told
    quick.workspace.wait_for(lambda: len(quick.workspace.messages(GENERAL)) == before + 5, 20)
    for message in quick.workspace.messages(GENERAL)[before:]:
        assert attached(quick, message).content
