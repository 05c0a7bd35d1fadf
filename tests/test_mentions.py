"""The app is called by its name in a channel, and answers in the thread."""

import pytest

from bot.sandbox import Message
from tests.world import GENERAL, MIRA, Door

BOT = "<@U0USAGEBOT>"


def call(usage: Door, words: str, thread: str | None = None) -> Message:
    """Mira's message that calls the app."""
    said = usage.workspace.type(MIRA, GENERAL, words, thread).message
    assert said
    return said


def replies(usage: Door, ts: str, count: int = 1) -> list[Message]:
    """What was said in a thread under its first message, once there is so much."""

    def found() -> list[Message]:
        below = usage.workspace.thread(GENERAL, ts)[1:]
        return below if len(below) >= count else []

    return usage.workspace.wait_for(found, 10)


def whispers(usage: Door, said: Message) -> list[Message]:
    """What Mira alone has seen since she said something, where she said it."""

    def found() -> list[Message]:
        here = [m for m in usage.workspace.ephemerals(MIRA, GENERAL) if m.thread_ts == said.thread_ts]
        return [m for m in here if float(m.ts) > float(said.ts)]

    return usage.workspace.wait_for(found, 10)


def test_a_mention_is_answered_with_the_report_in_its_thread(quick: Door) -> None:
    said = call(quick, f"{BOT} questions last-week")
    (report,) = replies(quick, said.ts)
    assert report.text.startswith("Questions: ")
    assert "Nov 9 – Nov 15, 2026" in report.text
    assert [block["type"] for block in report.blocks].count("image") == 1


def test_inside_a_thread_the_answer_stays_there(quick: Door) -> None:
    parent = call(quick, "How much do we ask?")
    call(quick, f"hey {BOT} questions last-7d by:origin", parent.ts)
    report = replies(quick, parent.ts, 2)[-1]
    assert "Questions by origin:" in report.text


def test_the_grammar_and_its_errors_are_those_of_the_command_and_only_the_caller_sees_them(
    quick: Door,
) -> None:
    said = call(quick, f"{BOT} qestions last-week")
    (whisper,) = whispers(quick, said)
    assert "Did you mean questions?" in whisper.text
    assert quick.workspace.thread(GENERAL, said.ts)[1:] == []


def test_help_is_whispered(quick: Door) -> None:
    said = call(quick, f"{BOT} help")
    assert "/usage" in whispers(quick, said)[0].text


@pytest.mark.parametrize("in_thread", [False, True])
def test_a_private_report_is_whispered_where_it_was_asked_for(quick: Door, in_thread: bool) -> None:
    parent = call(quick, "How much do we ask?")
    said = call(quick, f"{BOT} questions last-week private", parent.ts if in_thread else None)
    (whisper,) = whispers(quick, said)
    assert whisper.text.startswith("Questions: ")
    assert whisper.thread_ts == (parent.ts if in_thread else None)


def test_an_export_goes_into_the_thread(quick: Door) -> None:
    said = call(quick, f"{BOT} export last-week sections:questions")
    (reply,) = replies(quick, said.ts)
    file = quick.workspace.file(reply.files[0])
    assert file
    assert file.name == "playerzero-usage-2026-11-22.csv"


def test_an_event_that_comes_twice_is_answered_once(quick: Door) -> None:
    said = call(quick, f"{BOT} questions last-week")
    replies(quick, said.ts)
    event = next(one for one in quick.workspace.events.sent if one["event"].get("ts") == said.ts)
    quick.workspace.events.repeat(event)
    later = call(quick, f"{BOT} questions yesterday")
    replies(quick, later.ts)
    assert len(quick.workspace.thread(GENERAL, said.ts)) == 2


def test_events_in_the_wrong_order_are_each_answered_in_their_own_thread(quick: Door) -> None:
    quick.workspace.events.hold()
    first, second = call(quick, f"{BOT} questions 2026-10"), call(quick, f"{BOT} questions 2026-11")
    quick.workspace.events.release(order=(1, 0))
    assert "Oct 1" in replies(quick, first.ts)[0].text
    assert "Nov 1" in replies(quick, second.ts)[0].text


@pytest.mark.parametrize(
    "noise", [{"bot_id": "B1"}, {"edited": {"ts": "1.0"}}, {"subtype": "bot_message"}, {"user": None}]
)
def test_apps_and_edits_are_not_answered(quick: Door, noise: dict[str, object]) -> None:
    said = call(quick, f"{BOT} questions last-week")
    replies(quick, said.ts)
    event = next(one for one in quick.workspace.events.sent if one["event"].get("ts") == said.ts)
    quick.workspace.events.send({**event, "event_id": f"Ev{noise}", "event": {**event["event"], **noise}})
    later = call(quick, f"{BOT} questions yesterday")
    replies(quick, later.ts)
    assert len(quick.workspace.thread(GENERAL, said.ts)) == 2
