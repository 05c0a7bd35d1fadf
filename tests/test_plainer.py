"""What Slack refuses to draw is told in words: one rule for what all read, what one reads, what changes."""

import pytest

from bot.messages import block_kit as kit
from bot.messages.message import Message as Meant
from bot.ready import Ready, forms
from tests.world import GENERAL, MIRA, Door

SOON = 10
DRAWN = {"data_table", "data_visualization", "table", "image"}


def kinds(blocks: list[dict[str, object]]) -> set[object]:
    return {block["type"] for block in blocks}


@pytest.mark.parametrize(
    ("refusals", "left"), [(0, ("data_table", "image")), (1, ("data_table",)), (2, ())], ids=str
)
def test_a_public_report_is_said_in_the_fullest_form_that_slack_takes(
    quick: Door, refusals: int, left: tuple[str, ...]
) -> None:
    quick.workspace.faults.add("chat.postMessage", "invalid_blocks", times=refusals)
    message = quick.posted("/usage questions last-30d")
    assert kinds(message.blocks) & DRAWN == set(left)
    assert "Questions by category" in message.text + str(message.blocks)
    assert "actions" in kinds(message.blocks)


def test_a_picture_that_is_refused_inside_stands_in_the_thread(quick: Door) -> None:
    quick.workspace.faults.add("chat.postMessage", "invalid_blocks", times=2)
    message = quick.posted("/usage questions last-30d")
    below = quick.workspace.wait_for(lambda: quick.workspace.thread(GENERAL, message.ts)[1:], SOON)
    assert below[0].files


def test_in_the_end_the_text_alone_is_said(quick: Door) -> None:
    quick.workspace.faults.add("chat.postMessage", "invalid_blocks", times=3)
    message = quick.posted("/usage questions last-30d")
    assert message.blocks == []
    assert message.text.startswith("Questions: Answered ")


def test_a_changed_report_is_told_in_words_too(quick: Door) -> None:
    message = quick.posted("/usage questions last-30d")
    quick.workspace.faults.add("chat.update", "invalid_blocks", times=1)
    quick.workspace.click(MIRA, message, "show.tab.origin")
    quick.workspace.wait_for(lambda: "by origin" in message.text, SOON)
    assert kinds(message.blocks) & (DRAWN - {"image"}) == set()
    assert "Questions by origin" in str(message.blocks)


def test_a_private_report_ends_as_its_text_as_well(quick: Door) -> None:
    quick.workspace.faults.add("response_url", "invalid_blocks", times=2)
    message = quick.whispered("/usage questions last-30d private")
    assert message.blocks == []
    assert message.text.startswith("Questions: Answered ")


def test_every_form_says_less_than_the_one_before_and_none_twice() -> None:
    table = {"type": "data_table", "rows": []}
    said = Meant("In words", (kit.section("a"), table, table, kit.section("b")))
    blocks = [form.blocks for form in forms(Ready(said, {}))]
    assert blocks[1] == [kit.section("a"), kit.section("In words"), kit.section("b")]
    assert (blocks[0], blocks[2:]) == ([kit.section("a"), table, table, kit.section("b")], [[]])
