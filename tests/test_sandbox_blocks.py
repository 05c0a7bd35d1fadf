"""Which blocks the sandbox workspace takes, and what it says of the others."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.block_check import Surface, check_blocks, check_view
from bot.sandbox.errors import SlackError

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(text: str = "x") -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str = "a", **more: Any) -> Block:
    return {"type": "button", "action_id": action_id, "text": plain("More"), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def select(count: int, **more: Any) -> Block:
    options = [{"text": plain(str(number)), "value": str(number)} for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def table(rows: int = 3, columns: int = 2, text: str = "x") -> Block:
    cells = [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)]
    return {"type": "data_table", "caption": "Questions", "rows": cells}


def chart(series: int = 1, points: int = 2) -> Block:
    days = [f"Day {day}" for day in range(points)]
    lines = [
        {"name": f"Series {n}", "data": [{"label": day, "value": n} for day in days]} for n in range(series)
    ]
    drawn = {"type": "line", "series": lines, "axis_config": {"categories": days}}
    return {"type": "data_visualization", "title": "Questions", "chart": drawn}


def container(*children: Block, **more: Any) -> Block:
    return {"type": "container", "title": plain("More"), "child_blocks": list(children), **more}


def image(**source: Any) -> Block:
    return {"type": "image", "alt_text": "Questions", **source}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("Usage"), "blocks": list(blocks), **more}


def typed() -> Block:
    return {
        "type": "input",
        "label": plain("Name"),
        "element": {"type": "plain_text_input", "action_id": "n"},
    }


def faults(*blocks: Any, surface: Surface = "message") -> str:
    """What is wrong with them; empty when they are taken."""
    try:
        check_blocks(list(blocks), surface, lambda _file: "invalid slack file")
    except SlackError as refusal:
        return " ".join([refusal.code, *refusal.beside.get("response_metadata", {}).get("messages", [])])
    return ""


def view_faults(view: Block, kind: str = "modal") -> str:
    try:
        check_view(view, kind, lambda _file: None)
    except SlackError as refusal:
        return " ".join([refusal.code, *refusal.beside.get("response_metadata", {}).get("messages", [])])
    return ""


GOOD = [
    section("x" * 3000),
    {"type": "section", "fields": [plain("a"), plain("b")], "accessory": button()},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [plain("a"), {"type": "mrkdwn", "text": "*b*"}]},
    {"type": "divider"},
    actions(button("a", value="v", style="primary"), select(100)),
    image(image_url="https://example.com/a.png"),
    table(101, 2),
    table(2, 20),
    chart(6, 20),
    {
        "type": "data_visualization",
        "title": "Share",
        "chart": {"type": "pie", "segments": [{"label": "a", "value": 0.5}]},
    },
    container(section(), actions(button()), is_collapsible=True, default_collapsed=True),
    {"type": "card", "title": plain("a"), "actions": [button()]},
    {"type": "table", "rows": [[{"type": "raw_number", "value": 1, "text": "1"}]]},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}],
    },
]


@pytest.mark.parametrize("block", GOOD)
def test_a_block_within_the_limits_is_taken(block: Block) -> None:
    assert faults(block) == ""


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "must define at least one of: text, fields [json-pointer:/blocks/0]"),
        ({"type": "section", "fields": [plain("a")] * 11}, "no more than 10 items allowed"),
        ({"type": "section", "fields": [plain("x" * 2001)]}, "less than 2001 characters"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "a"}}, "unsupported type: mrkdwn"),
        ({"type": "header", "text": plain("x" * 151)}, "less than 151 characters"),
        ({"type": "context", "elements": [plain("a")] * 11}, "no more than 10 items"),
        ({"type": "divider", "colour": "red"}, "invalid additional property: colour"),
        ({"type": "divider", "block_id": None}, "must not be null [json-pointer:/blocks/0/block_id]"),
        ({"type": "divider", "block_id": "x" * 256}, "less than 256 characters"),
        ({"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
        ({"type": "alert", "text": plain("a")}, "alert is not supported in a message"),
        (actions(*[button(str(n)) for n in range(26)]), "no more than 25 items"),
        (actions(button("a"), button("a")), "`action_id` already exists"),
        (actions(button(value="x" * 2001)), "less than 2001 characters"),
        (actions(button(style="loud")), "must be one of: primary, danger"),
        (actions(select(101)), "no more than 100 items"),
        (actions(select(2, initial_option={"text": plain("9"), "value": "9"})), "one of the options"),
        (actions({"type": "plain_text_input", "action_id": "n"}), "unsupported type: plain_text_input"),
        (image(), "must define exactly one of: image_url, slack_file"),
        (image(image_url="http://127.0.0.1:8000/a.png"), "downloading image failed"),
        (image(image_url="https://files.slack.com/a.png"), "downloading image failed"),
        (image(slack_file={"id": "F000000001"}), "invalid slack file [json-pointer:/blocks/0/slack_file]"),
        (image(slack_file={"id": "F1", "url": "x"}), "must define exactly one of: id, url"),
        ({"type": "image", "image_url": "https://example.com/a.png"}, "missing required field: alt_text"),
        (table(102), "no more than 101 items"),
        (table(1), "no fewer than 2 items"),
        (table(2, 21), "no more than 20 items"),
        (table(text=""), "must be more than 0 characters"),
        (table(100, 10, "x" * 11), "characters in tables"),
        ({**table(), "page_size": 101}, "between 1 and 100"),
        ({**table(), "row_header_column_index": 2}, "must be the index of a column"),
        (
            {**table(), "rows": [*table()["rows"], [{"type": "raw_text", "text": "x"}]]},
            "same number of cells",
        ),
        (chart(series=7), "no more than 6 items"),
        (chart(points=21), "no more than 20 items"),
        (container(chart()), "unsupported type: data_visualization"),
        (container(section(), default_collapsed=True), "default_collapsed requires is_collapsible"),
        ({"type": "card", "block_id": "a"}, "must define at least one of: hero_image, title, actions, body"),
    ],
)
def test_a_block_beyond_them_is_refused_and_pointed_to(block: Block, said: str) -> None:
    found = faults(block)
    assert found.startswith("invalid_blocks ")
    assert said in found


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda c: c["series"][0]["data"].pop(), "must have exactly one point per category"),
        (
            lambda c: c["series"][0]["data"][0].update(label="Other"),
            "one point per category [json-pointer:/blocks/0/chart/series/0/data]",
        ),
        (lambda c: c["series"][1].update(name="Series 0"), "must be unique"),
        (lambda c: c["series"][0]["data"][0].update(value=float("nan")), "must be a finite number"),
        (lambda c: c["series"][0]["data"][0].update(value=None), "must not be null"),
        (lambda c: c["series"][0].update(name="x" * 21), "less than 21 characters"),
        (lambda c: c["axis_config"].pop("categories"), "missing required field: categories"),
        (lambda c: c.update(type="scatter"), "unsupported type: scatter"),
    ],
)
def test_a_chart_with_a_flaw_is_refused(spoil: Any, said: str) -> None:
    flawed = copy.deepcopy(chart(2, 3))
    spoil(flawed["chart"])
    assert said in faults(flawed)


def test_a_pie_has_no_empty_segment() -> None:
    pie = {"type": "pie", "segments": [{"label": "a", "value": 0}]}
    assert "must be more than 0" in faults({"type": "data_visualization", "title": "x", "chart": pie})


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "divider", "block_id": "a"}] * 2, "`block_id` a already exists"),
        ([chart()] * 3, "no more than 2 data_visualization blocks"),
        ([table(), table()], "no more than 1 tables"),
        ([section("x" * 3000)] * 5, "msg_blocks_too_long"),
    ],
)
def test_a_message_in_all_has_limits_too(blocks: list[Block], said: str) -> None:
    assert said in faults(*blocks)


@pytest.mark.parametrize("block", [table(), chart(), container(section())], ids=lambda block: block["type"])
def test_a_home_tab_takes_no_tables_charts_or_containers(block: Block) -> None:
    assert f"{block['type']} is not supported in a home" in faults(block, surface="home")
    assert "is not supported in a modal" in faults(block, surface="modal")


def test_an_ephemeral_message_may_hold_a_chart_and_a_table() -> None:
    assert faults(chart(), table(), surface="ephemeral") == ""


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (modal(section()), ""),
        (modal(typed(), submit=plain("Go")), ""),
        (modal(typed()), "missing required field: submit"),
        (modal(), "no fewer than 1 items"),
        (modal(section(), title=plain("x" * 25)), "less than 25 characters"),
        (modal(section(), private_metadata="x" * 3001), "less than 3001 characters"),
        (modal(section(), hash="h", id="V1"), "invalid additional property"),
        (modal(*[section("x" * 3000)] * 90), "view_too_large"),
        ({"type": "home", "blocks": [section()]}, "unsupported type: home"),
    ],
)
def test_a_modal_follows_the_rules_for_views(view: Block, said: str) -> None:
    found = view_faults(view)
    assert said in found if said else not found


def test_a_home_tab_cannot_be_closed() -> None:
    home = {"type": "home", "blocks": [section()], "notify_on_close": True}
    assert "invalid additional property: notify_on_close" in view_faults(home, "home")
    assert "unsupported type: modal" in view_faults(modal(section()), "home")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(GOOD),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "rows", "chart"]), inner)
    ),
    max_leaves=6,
)


@given(st.lists(ANYTHING, max_size=4))
def test_whatever_is_sent_is_taken_or_refused_in_slacks_words(blocks: list[Any]) -> None:
    assert faults(*blocks).split(" ")[0] in ("", "invalid_blocks", "msg_blocks_too_long")


@given(st.sampled_from(GOOD), st.data())
def test_no_good_block_survives_the_loss_of_its_type(block: Block, data: st.DataObject) -> None:
    spoiled = copy.deepcopy(block)
    typed_parts = [part for part in every_object(spoiled) if "type" in part]
    del data.draw(st.sampled_from(typed_parts))["type"]
    assert "unsupported type: None" in faults(spoiled)


def every_object(value: Any) -> list[Block]:
    if isinstance(value, dict):
        return [value, *(found for field in value.values() for found in every_object(field))]
    return [found for item in value for found in every_object(item)] if isinstance(value, list) else []
