"""Timelines: stacked bars that stand for the numbers, with dates, totals and a legend that can be read."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.formats.palette import KNOWN, PAPER
from reports.formats.png import bars, dates, scene
from reports.formats.png.canvas import Areas, Label, Lines, Scene
from reports.formats.png.lettering import width
from reports.parts import Series, Timeline, Unit
from reports.period import Step, add_months

FIRST = date(2026, 10, 24)
MILLION = 1_000_000
numbers = st.integers(-(10**12), 10**12)
columns = st.lists(st.lists(numbers, min_size=5, max_size=5), min_size=1, max_size=30)


def timeline(
    rows: Mapping[str, Sequence[int]], unit: Unit = Unit.COUNT, last_partial: bool = False
) -> Timeline:
    size = max(len(values) for values in rows.values())
    return Timeline(
        key="questions.by_category",
        title="Questions by category",
        unit=unit,
        buckets=tuple(FIRST + timedelta(days=index) for index in range(size)),
        partial=tuple(last_partial and index == size - 1 for index in range(size)),
        series=tuple(Series(key, key, tuple(values)) for key, values in rows.items()),
    )


def texts(picture: Scene) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Label)]


def drawn_bars(picture: Scene, key: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of the bars of a series; its legend entry is left out."""
    areas = [shape for shape in picture.shapes if isinstance(shape, Areas) and shape.fill == KNOWN[key]]
    outlines = [outline for shape in areas[:-1] for outline in shape.outlines]
    return [(min(x), min(y), max(x), max(y)) for x, y in (zip(*outline, strict=True) for outline in outlines)]


def test_one_bar_alone_does_not_say_how_wide_it_is() -> None:
    one, two = timeline({"a": [3]}), timeline({"a": [3, 4]})
    assert ["per day" in texts(scene(part)) for part in (one, two)] == [False, True]


@given(columns)
def test_folded_or_not_the_bars_add_up(rows: list[list[int]]) -> None:
    part = timeline({str(index): row for index, row in enumerate(rows)})
    series = bars.drawn(part)
    assert len(series) <= 12
    assert [sum(c) for c in zip(*(s.values for s in series), strict=True)] == [
        sum(c) for c in zip(*rows, strict=True)
    ]


@given(columns)
def test_positive_numbers_stack_up_and_negative_ones_down(rows: list[list[int]]) -> None:
    series = [Series(str(index), str(index), tuple(row)) for index, row in enumerate(rows)]
    segments = [segment for one in bars.stacks(series, 5) for segment in one]
    for bucket, column in enumerate(zip(*rows, strict=True)):
        own = sorted((s.low, s.high) for s in segments if s.bucket == bucket)
        assert sum(high - low for low, high in own) == sum(map(abs, column))
        assert min([0, *(low for low, _ in own)]) == sum(n for n in column if n < 0)
        assert all(before[1] == after[0] for before, after in pairwise(own))


@given(columns)
def test_the_axis_holds_zero_and_every_bar_in_few_round_steps(rows: list[list[int]]) -> None:
    stacked = bars.stacks([Series(str(i), "", tuple(row)) for i, row in enumerate(rows)], 5)
    axis = bars.axis(stacked)
    assert 0 in axis.ticks
    assert 2 <= len(axis.ticks) <= 6
    assert str(axis.step).rstrip("0") in ("1", "2", "5")
    assert all(axis.low <= segment.low <= segment.high <= axis.high for one in stacked for segment in one)


def test_bars_are_as_high_as_their_numbers() -> None:
    picture = scene(timeline({"Execute": [100, 50, 0]}))
    (_, top, _, bottom), (_, half, _, base) = drawn_bars(picture, "Execute")
    assert bottom == base
    assert (base - half) / (bottom - top) == pytest.approx(0.5, abs=0.01)


def test_a_little_beside_a_lot_can_still_be_seen() -> None:
    picture = scene(timeline({"Execute": [1_000_000, 1, -1]}))
    assert all(bottom - top >= 2 for _, top, _, bottom in drawn_bars(picture, "Execute"))


def test_negative_numbers_hang_below_the_zero_line() -> None:
    rows = {"Player": [5 * MILLION, 5 * MILLION], "WorldModel": [MILLION, -2 * MILLION]}
    picture = scene(timeline(rows, Unit.CREDITS))
    zero = drawn_bars(picture, "Player")[0][3]
    above, below = drawn_bars(picture, "WorldModel")
    assert above[3] < zero
    assert below[1] == zero
    assert {"0", "-2", "2", "4", "6"} <= set(texts(picture))
    assert "credits per day" in texts(picture)


@pytest.mark.parametrize("count", [1, 2, 30, 120])
def test_bars_are_neither_walls_nor_hairs(count: int) -> None:
    lefts_and_rights = [
        (bar[0], bar[2]) for bar in drawn_bars(scene(timeline({"Execute": [7] * count})), "Execute")
    ]
    assert all(2 <= right - left <= 120 for left, right in lefts_and_rights)
    assert all(before[1] < after[0] for before, after in pairwise(lefts_and_rights))


def test_beyond_twelve_series_the_smallest_are_folded_and_counted() -> None:
    rows = {f"project-{index}": [index + 1] for index in range(40)}
    series = bars.drawn(timeline(rows))
    assert [one.key for one in series[:-1]] == [f"project-{index}" for index in range(29, 40)]
    assert series[-1].label == "Other (29 more)"
    assert series[-1].values == (sum(range(1, 30)),)


def test_a_category_called_other_joins_the_fold() -> None:
    rows = {"Other": [999], **{f"category-{index}": [index + 1] for index in range(12)}}
    keys = [one.key for one in bars.drawn(timeline(rows))]
    assert keys.count("Other") == 1
    assert keys[-1] == "Other"


def test_a_partial_day_is_striped_and_said() -> None:
    whole, part = (scene(timeline({"Execute": [5] * 30}, last_partial=partial)) for partial in (False, True))
    stripes = [[s for s in p.shapes if isinstance(s, Lines) and s.colour == PAPER] for p in (whole, part)]
    assert [len(found) for found in stripes] == [0, 2]
    assert "Nov 22 partial" in texts(part)


def test_every_bar_has_its_total_when_there_are_few() -> None:
    rows = {"Execute": [1000, 3], "Debug": [234, 0]}
    assert {"1,234", "3"} <= set(texts(scene(timeline(rows))))
    assert "777" not in texts(scene(timeline({"Execute": [777] * 15})))


def test_credits_are_shown_in_credits() -> None:
    shown = texts(scene(timeline({"Player": [7_809_201_962]}, Unit.CREDITS)))
    assert {"7,809", "2,000", "8,000"} <= set(shown)


@pytest.mark.parametrize("rows", [{"Execute": [0] * 30}, {"Player": [0]}])
def test_nothing_is_said_in_words(rows: dict[str, list[int]]) -> None:
    assert "Nothing in this range" in texts(scene(timeline(rows)))


def test_a_timeline_without_series_or_buckets_says_so_too() -> None:
    empty = Timeline("t", "Questions", Unit.COUNT, (), (), ())
    assert "Nothing in this range" in texts(scene(empty))


def buckets(first: date, count: int, step: Step) -> tuple[date, ...]:
    match step:
        case Step.DAILY:
            return tuple(first + timedelta(days=index) for index in range(count))
        case Step.WEEKLY:
            return tuple(first + timedelta(days=7 * index) for index in range(count))
        case Step.MONTHLY:
            return tuple(add_months(first.replace(day=1), index) for index in range(count))


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 120), st.sampled_from(Step))
def test_dates_below_the_bars_never_touch(first: date, count: int, step: Step) -> None:
    part = Timeline("t", "Q", Unit.COUNT, buckets(first, count, step), (False,) * count, ())
    named = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( \d+)?")
    found = [s for s in scene(part).shapes if isinstance(s, Label) and named.fullmatch(s.text)]
    assert found
    halves = [(label.at[0], width(label.text, label.size) / 2) for label in found]
    assert all(x + half < other - its for (x, half), (other, its) in pairwise(halves))


@pytest.mark.parametrize("step", Step)
def test_the_step_is_read_from_the_buckets(step: Step) -> None:
    assert dates.step(buckets(date(2026, 2, 1), 3, step)) is step


def test_the_year_is_said_first_and_where_it_changes() -> None:
    months = buckets(date(2025, 11, 1), 13, Step.MONTHLY)
    assert dates.years(months, tuple(range(13))) == ("2025", "", "2026", *[""] * 10)
