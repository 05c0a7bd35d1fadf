"""Parts as Block Kit: nothing from outside escapes its block, nothing exceeds Slack's limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import block_kit as kit
from bot.sandbox.block_check import check_blocks
from reports.numbers import Credits, Rate
from reports.parts import Cell, Table
from reports.trend import trend

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(),
    st.integers(-(10**12), 10**12),
    st.builds(Credits, st.integers(-(10**15), 10**15)),
    st.builds(Rate, st.integers(0, 100), st.integers(0, 100)),
    st.builds(trend, st.integers(0, 100), st.integers(0, 100)),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 7))
    row = st.tuples(*[CELLS] * width)
    rows = tuple(draw(st.lists(row, max_size=200)))
    return Table("t", draw(st.text(min_size=1)), tuple("h" * width), rows, draw(row))


@given(tables())
def test_any_table_is_one_that_slack_takes(table: Table) -> None:
    block, left_out = kit.data_table(table)
    check_blocks([block], "message", lambda _file: None)
    assert len(block["rows"]) - 2 + left_out == len(table.rows)


@given(st.text(max_size=5000))
def test_any_text_is_a_section_that_slack_takes(text: str) -> None:
    if text:
        check_blocks([kit.section(kit.escape(text))], "message", lambda _file: None)


@pytest.mark.parametrize("text", ["<!channel>", "<@U017>", "<https://evil.test|here>", "a & b"])
def test_escaped_text_neither_pings_nor_links(text: str) -> None:
    escaped = kit.escape(text)
    assert "<" not in escaped
    assert ">" not in escaped


@given(st.text(alphabet="a&<", min_size=1), st.integers(2, 40))
def test_a_cut_never_leaves_half_an_entity(text: str, longest: int) -> None:
    shown = kit.mrkdwn(kit.escape(text), longest)["text"]
    tail = shown.rpartition("&")[2] if "&" in shown else ";"
    assert ";" in tail
    assert len(shown) <= longest
