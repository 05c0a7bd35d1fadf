"""`/usage` through the door: typed in a workspace, read as Slack would show it."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.sandbox import Message
from storage.engine import open_engine
from tests import databases
from tests.databases import Template
from tests.world import GENERAL, RANDOM, TODAY, Door, door, organisation, questions, send

RECENT = [line for line in questions() if line["at"][:10] > "2026-10-23"]
BEFORE = [line for line in questions() if "2026-09-23" < line["at"][:10] <= "2026-10-23"]


@pytest.fixture
def usage(database_url: str, engine: Engine, tmp_path: Path) -> Iterator[Door]:
    assert send(engine, [*organisation(), *questions()], tmp_path).is_clean
    with door(database_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def quick(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One door for all tests that only knock: opening and closing it takes seconds."""
    folder = tmp_path_factory.mktemp("door")
    url = databases.sqlite_copy(sqlite_template, folder)
    engine = open_engine(url)
    send(engine, [*organisation(), *questions()], folder)
    engine.dispose()
    with door(url) as opened:
        yield opened


@pytest.fixture
def silent(quick: Door) -> Iterator[Door]:
    """The same door, and nothing may be said to the whole channel meanwhile."""
    before = len(quick.workspace.messages(GENERAL))
    yield quick
    assert len(quick.workspace.messages(GENERAL)) == before


def blocks(message: Message, kind: str) -> list[dict[str, Any]]:
    return [block for block in message.blocks if block["type"] == kind]


def rows(message: Message) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in blocks(message, "data_table")[0]["rows"]]


def test_a_report_is_posted_with_its_chart_inside_and_its_table(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    assert [block["type"] for block in message.blocks] == [
        "header",
        "section",
        "image",
        "data_table",
        "actions",
        "actions",
        "actions",
        "context",
        "context",
    ]
    headline = message.blocks[1]["text"]["text"]
    assert headline.startswith(f"*Answered {len(RECENT)} questions* in the last 30 days   ▲")
    assert len(BEFORE) < len(RECENT)


def test_the_table_counts_what_was_sent(usage: Door) -> None:
    found = {row[0]: int(row[1]) for row in rows(usage.posted("/usage questions last-30d"))[1:]}
    counted = Counter(line["category"] or "Unclassified" for line in RECENT)
    assert found == {**counted, "Total": len(RECENT)}


def test_the_chart_is_a_picture_that_says_its_finding(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    image = blocks(message, "image")[0]
    file = quick.workspace.file(image["slack_file"]["id"])
    assert file is not None
    assert file.content.startswith(b"\x89PNG")
    assert f"Total {len(RECENT)}" in image["alt_text"]
    assert "Oct 24 – Nov 22, 2026" in file.alt_txt


def test_the_text_tells_the_real_numbers_and_where_they_come_from(quick: Door) -> None:
    text = quick.posted("/usage questions last-7d").text
    week = sum(line["at"][:10] > "2026-11-15" for line in RECENT)
    assert f"Answered {week} questions in the last 7 days" in text
    assert "All Projects • Nov 16 – Nov 22, 2026 (7 days) • America/New_York • data through" in text
    assert "Nov 22 is partial (as of 14:05 America/New_York)" in text


def test_a_project_is_counted_alone(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d project:storefront")
    own = sum(line["project"] == "storefront" for line in RECENT)
    assert f"*Answered {own} questions*" in message.blocks[1]["text"]["text"]


def test_a_bad_word_is_answered_to_that_person_only(silent: Door) -> None:
    message = silent.whispered("/usage qestions last-30d")
    assert message.text == (
        'I don\'t know the section "qestions". Did you mean questions? Example: `/usage questions last-30d`'
    )


def test_an_unknown_project_is_answered_to_that_person_only(silent: Door) -> None:
    assert "Did you mean payments-api?" in silent.whispered("/usage questions project:payment").text


def test_help_lists_the_sections_and_how_fresh_the_data_are(quick: Door) -> None:
    message = quick.whispered("/usage help")
    assert "`questions`" in json.dumps(message.blocks)
    assert "Data for Acme Inc. through Nov 22, 2026" in message.text
    assert "https://playerzero.ai/docs/features/ai-player" in json.dumps(message.blocks)


def test_credits_are_not_mentioned_without_a_contract(quick: Door) -> None:
    assert "`credits`" not in json.dumps(quick.whispered("/usage help").blocks)
    assert "contact your PlayerZero account representative" in quick.whispered("/usage credits").text


def test_help_about_freshness_says_why_numbers_change(quick: Door) -> None:
    assert "Events may arrive late" in quick.whispered("/usage help freshness").text


def test_a_private_report_is_for_the_one_who_asked(silent: Door) -> None:
    message = silent.whispered("/usage questions last-30d private by:user")
    assert "Mira Okafor" in {row[0] for row in rows(message)}
    assert blocks(message, "image") == []


def test_people_are_not_named_in_a_channel(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d by:user")
    assert "Mira Okafor" not in json.dumps([message.blocks, message.text])
    assert "Top users: ask with `private`" in message.text


def test_the_direct_message_is_private_and_complete(quick: Door) -> None:
    direct = quick.workspace.direct_message("U017").id
    message = quick.posted("/usage questions last-30d by:user", direct)
    assert "Mira Okafor" in {row[0] for row in rows(message)}
    assert blocks(message, "image")


def test_a_hostile_name_neither_pings_nor_links(quick: Door) -> None:
    message = quick.whispered("/usage questions last-30d private by:user")
    said = json.dumps([block for block in message.blocks if block["type"] != "data_table"]) + message.text
    assert "<!channel>" not in said
    assert "<https://evil.test" not in said
    assert "Jonas <!channel>" in {row[0] for row in rows(message)}  # raw_text is never read as markup


def test_where_the_bot_is_no_member_the_answer_is_private_and_says_how_to_invite_it(quick: Door) -> None:
    message = quick.whispered("/usage questions last-30d", RANDOM)
    assert f"Answered {len(RECENT)} questions" in message.text
    assert "/invite @PlayerZero Usage" in message.text


def test_the_command_is_acknowledged_before_anything_is_counted_or_drawn(quick: Door) -> None:
    before = len(quick.workspace.calls)
    quick.type("/usage questions last-30d")
    assert len(quick.workspace.calls) == before
    quick.workspace.wait_for(lambda: quick.workspace.calls[-1].method == "chat.postMessage", 10)


def test_a_report_that_slack_is_slow_to_scan_waits_for_its_chart(
    sqlite_url: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    send(sqlite_engine, [*organisation(), *questions()], tmp_path)
    with door(sqlite_url, scan=1.0) as slow:
        message = slow.posted("/usage questions last-30d")
        assert blocks(message, "image")
        assert slow.calls("files.info") > 1


def test_without_uploads_the_message_stands(quick: Door) -> None:
    quick.workspace.faults.add("files.getUploadURLExternal", "500", times=2)
    message = quick.posted("/usage questions last-30d")
    assert blocks(message, "data_table")
    assert blocks(message, "image") == []


def test_a_refused_picture_goes_to_the_thread_and_the_message_stands(quick: Door) -> None:
    quick.workspace.faults.add("chat.postMessage", "invalid_blocks")
    message = quick.posted("/usage questions last-30d")
    assert blocks(message, "image") == []
    replies = quick.workspace.wait_for(lambda: quick.workspace.thread(GENERAL, message.ts)[1:], 10)
    assert replies[0].files


def test_a_lost_reply_never_posts_twice(quick: Door) -> None:
    posted, called = len(quick.workspace.messages(GENERAL)), quick.calls("chat.postMessage")
    quick.workspace.faults.add("chat.postMessage", "lost_reply")
    assert quick.whispered("/usage questions last-30d").text.startswith("Something went wrong on my side")
    assert len(quick.workspace.messages(GENERAL)) == posted + 1
    assert quick.calls("chat.postMessage") == called + 1


def test_a_rate_limit_is_waited_out(quick: Door) -> None:
    quick.workspace.faults.add("chat.postMessage", "429", retry_after=1)
    assert blocks(quick.posted("/usage questions last-30d"), "image")


def test_the_bot_comes_back_after_slack_disconnects_it(quick: Door) -> None:
    quick.workspace.disconnect()
    quick.workspace.sockets.wait_for_connection()
    assert blocks(quick.posted("/usage questions last-30d"), "data_table")


def test_today_is_the_day_of_the_world() -> None:
    assert max(line["at"][:10] for line in RECENT) == TODAY.isoformat()
