"""Pictures: whatever is in a part, they can be drawn, always the same, and nothing leaves the paper."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reports.formats.png import png, scene
from reports.formats.png.canvas import Label, Scene
from reports.formats.png.lettering import clean, width
from reports.numbers import Credits
from reports.parts import Edge, Graph, Level, Meter, Node, Series, Timeline, Unit

ODD = st.sampled_from(
    ["", "$a_{$", "cost $5 and $10", "🚀👩‍💻", "東京 支社", "שלום עולם", "\ud800", "a\nb\tc", "x" * 900]
)
words = st.text(max_size=40) | ODD
counts = st.integers(0, 10**15)
amounts = st.integers(-(10**27), 10**27) | st.integers(-50, 50)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    size, apart = draw(st.integers(1, 120)), draw(st.sampled_from([1, 7]))
    start = draw(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
    buckets = tuple(start + timedelta(days=apart * index) for index in range(size))
    values = st.lists(amounts, min_size=size, max_size=size).map(tuple) | amounts.map(lambda n: (n,) * size)
    series = draw(st.lists(st.builds(Series, words, words, values), max_size=20, unique_by=lambda s: s.key))
    partial = tuple(draw(st.sampled_from([(False,) * size, (True,) * size])))
    return Timeline("t", draw(words), draw(st.sampled_from(Unit)), buckets, partial, tuple(series))


meters = st.builds(
    Meter,
    key=st.just("m"),
    title=words,
    used=st.builds(Credits, amounts),
    limit=st.builds(Credits, st.integers(0, 10**27)),
    level=st.sampled_from(Level),
    lines=st.lists(words, max_size=4).map(tuple),
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    ids = [str(number) for number in range(draw(st.integers(0, 60)))]
    kinds = st.sampled_from(["entry", "work", "terminal"])
    nodes = [
        Node(i, draw(words), draw(kinds), draw(counts), draw(st.none() | counts), draw(st.booleans()))
        for i in ids
    ]
    end = st.sampled_from(ids) if ids else st.nothing()
    edges = draw(st.lists(st.builds(Edge, end, end, counts, st.booleans()), max_size=40)) if ids else []
    return Graph("g", draw(words), tuple(nodes), tuple(edges))


def labels(picture: Scene) -> Iterator[Label]:
    return (shape for shape in picture.shapes if isinstance(shape, Label))


@settings(max_examples=60, deadline=None)
@given(timelines() | meters | graphs(), words)
def test_no_words_leave_the_paper(part: Timeline | Meter | Graph, subtitle: str) -> None:
    picture = scene(part, subtitle)
    for label in labels(picture):
        wide = width(label.text, label.size, label.bold)
        left = label.at[0] - wide * {"left": 0, "center": 0.5, "right": 1}[label.align]
        assert left >= 0, label
        assert left + wide <= picture.width, label
        assert 0 < label.at[1] < picture.height, label


@pytest.mark.filterwarnings("error")
@settings(max_examples=25, deadline=None)
@given(timelines() | meters | graphs(), words)
def test_any_part_with_any_words_and_numbers_can_be_drawn(
    part: Timeline | Meter | Graph, subtitle: str
) -> None:
    with Image.open(BytesIO(png(part, subtitle))) as picture:
        assert (picture.format, picture.mode, picture.width) == ("PNG", "RGB", 1600)


def days(count: int = 30, **values: int) -> Timeline:
    buckets = tuple(date(2026, 11, 1) + timedelta(days=index) for index in range(count))
    series = tuple(Series(key, key, (value,) * count) for key, value in values.items())
    return Timeline("questions.by_category", "Questions", Unit.COUNT, buckets, (False,) * count, series)


def test_two_threads_draw_the_same_bytes() -> None:
    part = days(Execute=5, Explain=7, Debug=2)
    with ThreadPoolExecutor(2) as pool:
        drawn = list(pool.map(lambda _: png(part, "All Projects"), range(6)))
    assert set(drawn) == {png(part, "All Projects")}


def test_a_picture_does_not_say_what_drew_it() -> None:
    with Image.open(BytesIO(png(days(Execute=1)))) as picture:
        assert picture.size == (1600, 800)
        assert picture.info == {}


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("cost $5 and $10", "cost $5 and $10"),
        ("🚀 launch", ":rocket: launch"),
        ("two\nlines\there", "two lines here"),
        ("a\u202eb\u200dc\ufe0f", "abc"),
        ("broken \ud800", "broken □"),
        ("", "–"),
        (" \n ", "–"),
    ],
)
def test_words_become_what_a_font_can_draw(text: str, drawn: str) -> None:
    assert clean(text) == drawn


def test_dollars_are_drawn_as_dollars() -> None:
    part = days(**{"$a_{$": 3})
    assert "$a_{$" in {label.text for label in labels(scene(part))}
    assert png(part)
