"""Blocks as the page draws them."""

from typing import Any

import pytest
from hypothesis import given

from bot.sandbox.page.blocks import block_html, blocks_html
from bot.sandbox.page.drawing import drawers
from bot.sandbox.page.inputs import as_chosen
from bot.sandbox.page.reader import Reader
from tests.page_reading import Reading, filled, hostile
from tests.page_samples import BLOCKS, BUTTON, MENUS, PLAIN

READER = Reader({"U1": "Mira"}, {"C1": "general"}, "UTC", "U1")
EACH = [pytest.param(block, id=f"{place} {block['type'][:8]}") for place, block in enumerate(BLOCKS)]
RUNNABLE = {"script", "style", "iframe", "object", "embed", "base", "meta", "link", "form"}


@pytest.mark.parametrize("block", EACH)
@given(words=hostile.map(lambda words: words.replace("\n", "")).filter(lambda words: words.strip()))
def test_no_text_changes_the_shape_of_a_block(block: dict[str, Any], words: str) -> None:
    drawn = Reading(block_html(filled(block, words), READER))
    tame = Reading(block_html(filled(block, "word"), READER))
    assert drawn.shape == tame.shape
    assert RUNNABLE.isdisjoint(tag for tag, _ in drawn.elements)
    assert not any(name.startswith("on") or name == "style" for _, names in drawn.shape for name in names)


@pytest.mark.parametrize("block", EACH)
def test_what_a_block_says_can_be_read_in_it(block: dict[str, Any]) -> None:
    html = block_html(filled(block, "Zebra & Co"), READER)
    assert "Zebra &amp; Co" in html or block["type"] == "divider"


def test_every_type_that_is_drawn_has_a_sample() -> None:
    sampled = {block["type"] for block in BLOCKS if " " not in block["type"]}
    assert (
        set(drawers("bot.sandbox.page.blocks")) - {"markdown"} == sampled
    )  # test_page_mrkdwn.py has Markdown


def test_an_unknown_block_leaves_a_box_that_can_be_seen() -> None:
    assert "Unsupported block: hologram" in Reading(block_html({"type": "hologram"}, READER)).words


def test_a_picture_of_the_workspace_is_shown_with_its_words_and_opens_enlarged() -> None:
    picture = {"type": "image", "slack_file": {"id": "F00000001"}, "alt_text": "Bars, 12 in all"}
    reading = Reading(block_html(picture, READER))
    assert reading.values("src") == reading.values("href") == ["/page/files/F00000001"]
    assert reading.values("alt") == ["Bars, 12 in all"]


def test_a_picture_from_elsewhere_is_not_asked_for() -> None:
    reading = Reading(
        block_html({"type": "image", "image_url": "https://a.b/x.png", "alt_text": "x"}, READER)
    )
    assert reading.values("src") == []
    assert "not loaded here" in reading.words


def test_a_data_table_aligns_and_sorts_its_numbers_as_numbers() -> None:
    text, number = (
        {"type": "raw_text", "text": "Docs"},
        {"type": "raw_number", "value": 1204, "text": "1,204"},
    )
    head = [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Count"}]
    block = {"type": "data_table", "caption": "Both", "page_size": 10, "rows": [head, [text, number]]}
    html = block_html(block, READER)
    assert '<td class="number" data-value="1204">1,204</td>' in html
    assert '<th scope="row">Docs</th>' in html
    assert 'data-page-size="10"' in html


def test_a_chart_tells_its_figures_to_those_who_cannot_see_it() -> None:
    series = [{"name": "Input", "data": [{"label": "Mon", "value": 1200}, {"label": "Tue", "value": -3.5}]}]
    chart = {"type": "line", "series": series, "axis_config": {"categories": ["Mon", "Tue"]}}
    reading = Reading(block_html({"type": "data_visualization", "title": "Tokens", "chart": chart}, READER))
    assert "Tokens: Input 1,200, -3.5" in reading.values("aria-label")


def test_the_bars_of_a_chart_are_as_high_as_their_values() -> None:
    data = [{"label": "a", "value": 10}, {"label": "b", "value": 40}]
    chart = {
        "type": "bar",
        "series": [{"name": "n", "data": data}],
        "axis_config": {"categories": ["a", "b"]},
    }
    reading = Reading(block_html({"type": "data_visualization", "title": "t", "chart": chart}, READER))
    low, high = [float(str(at["height"])) for tag, at in reading.elements if tag == "rect"][:2]
    assert high == pytest.approx(4 * low, rel=0.01)


def test_what_was_chosen_stays_chosen() -> None:
    options = [{"text": {**PLAIN, "text": name}, "value": name} for name in ("week", "month")]
    block = {
        "type": "actions",
        "block_id": "b",
        "elements": [{**MENUS[0], "action_id": "range", "options": options}],
    }
    chosen = {"b": {"range": {"type": "static_select", "selected_option": options[1]}}}
    html = blocks_html(as_chosen([block], chosen), READER)
    assert '<option value="month" selected>month</option>' in html
    assert "selected" not in blocks_html([block], READER).replace('<option value="" disabled selected>', "")


def test_a_button_asks_first_when_it_shall() -> None:
    confirm = {"title": {**PLAIN, "text": "Sure?"}, "text": {**PLAIN, "text": "It is posted."}}
    reading = Reading(block_html({"type": "actions", "elements": [{**BUTTON, "confirm": confirm}]}, READER))
    assert reading.values("data-confirm-title") == ["Sure?"]
    assert reading.values("data-confirm-text") == ["It is posted."]
