"""Frozen facts: whatever is counted comes back equal from the JSON that it was kept in."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.frozen import KINDS, freeze, thaw
from reports.numbers import Credits, Rate
from reports.parts import Edge, Figure, Graph, Level, Meter, Node, Note, Series, Table, Timeline, Unit
from reports.period import Period
from reports.report import Report
from reports.scope import Names
from reports.section import Section
from reports.sections import SECTIONS
from reports.trend import State, Trend
from tests.demo_history import PROJECTS, Ask

texts = st.text(max_size=20)
whole = st.integers(-(10**20), 10**20)
days = st.dates()
credits = st.builds(Credits, whole)
numbers = st.one_of(whole, credits, st.builds(Rate, whole, whole, st.booleans()))
trends = st.builds(Trend, st.sampled_from(State), st.none() | whole, texts)
cells = st.one_of(st.none(), texts, numbers, trends)
rows = st.lists(cells, max_size=4).map(tuple)


def some(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=4).map(tuple)


parts = st.one_of(
    st.builds(Figure, texts, texts, st.none() | numbers, st.none() | numbers, st.sampled_from(Unit), trends),
    st.builds(Meter, texts, texts, credits, credits, st.sampled_from(Level), some(texts)),
    st.builds(
        Timeline,
        texts,
        texts,
        st.sampled_from(Unit),
        some(days),
        some(st.booleans()),
        some(st.builds(Series, texts, texts, some(whole))),
    ),
    st.builds(Table, texts, texts, some(texts), some(rows), st.none() | rows, st.integers(1, 4)),
    st.builds(
        Graph,
        texts,
        texts,
        some(st.builds(Node, texts, texts, texts, whole, st.none() | whole, st.booleans())),
        some(st.builds(Edge, texts, texts, whole, st.booleans())),
    ),
    st.builds(Note, texts, texts),
)
zones = st.sampled_from(("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"))
moments = st.builds(
    lambda at, zone, fold: at.replace(tzinfo=ZoneInfo(zone), fold=fold),
    st.datetimes(),
    zones,
    st.integers(0, 1),
)
others = st.one_of(
    days,
    moments,
    st.fractions(),
    st.sampled_from(Names),
    st.builds(Period, days, days),
    st.sampled_from(SECTIONS),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), whole, texts, parts, others),
    lambda inside: st.one_of(some(inside), st.dictionaries(st.tuples(texts, whole), inside, max_size=3)),
)


def kept(value: object) -> Any:
    """The value as it comes back from a column of JSON, whose objects have no order."""
    return thaw(json.loads(json.dumps(freeze(value), sort_keys=True)))


@given(values)
def test_what_is_frozen_comes_back_equal(value: object) -> None:
    assert repr(kept(value)) == repr(value)


@pytest.mark.parametrize("section", [section.name for section in SECTIONS])
def test_the_report_of_every_section_comes_back_equal(ask: Ask, section: str) -> None:
    found = ask(f"{section} 2026-11 project:storefront")
    back = kept(found)
    assert isinstance(back, Report)
    assert (back, back.section, back.context) == (found, found.section, found.context)


def test_the_organisation_is_written_once(ask: Ask) -> None:
    reports = tuple(ask(f"questions 2026-11 project:{project or 'all'}") for project in PROJECTS)
    assert json.dumps(freeze(reports)).count('"America/New_York"') <= 2 + 2 * len(reports)
    assert [each["Organization"][1] for each in freeze(reports)["shared"] if "Organization" in each] == [
        "acme"
    ]


def test_an_hour_that_comes_twice_stays_the_one_that_it_was() -> None:
    zone = ZoneInfo("America/New_York")
    first, second = (datetime(2026, 11, 1, 1, 30, tzinfo=zone, fold=fold) for fold in (0, 1))
    assert [kept(each).utcoffset() for each in (first, second)] == [first.utcoffset(), second.utcoffset()]
    assert first.utcoffset() != second.utcoffset()


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        [1, 2],
        {1, 2},
        b"bytes",
        object(),
        (1, [2]),
        datetime(2026, 11, 1),  # noqa: DTZ001 (a moment without a zone is the case)
        datetime(2026, 11, 1, tzinfo=UTC),
    ],
)
def test_what_cannot_come_back_equal_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="This cannot be frozen"):
        freeze(value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"v": 2}, "These facts are of version 2; this program reads version 1."),
        ({"v": None}, "These facts are of version None"),
        ({"value": {"Gauge": [1]}}, "These facts hold a Gauge, which this program does not know."),
        ({"value": {"Section": "weather"}}, "the section weather, which this program does not have"),
        ({"fields": {"Note": ["key", "words"]}}, "written by another version of this program"),
    ],
)
def test_facts_that_cannot_be_read_say_why(change: Mapping[str, Any], sentence: str) -> None:
    data = freeze(Note("questions.empty", "Nothing")) | dict(change)
    with pytest.raises(ValueError, match=sentence):
        thaw(data)


def test_a_field_that_came_later_has_its_default() -> None:
    figure = Figure("questions.total", "Questions", 1, None, Unit.COUNT, None, hint="in 2 runs")
    data = freeze(figure)
    data["fields"]["Figure"].pop()
    data["value"]["Figure"].pop()
    assert thaw(data) == Figure("questions.total", "Questions", 1, None, Unit.COUNT, None)


def test_a_section_is_kept_by_its_name() -> None:
    assert Section.__name__ not in KINDS
    assert freeze(SECTIONS)["value"] == [{"Section": section.name} for section in SECTIONS]


def test_a_date_is_no_moment_and_a_fraction_no_pair() -> None:
    value = (date(2026, 11, 22), Fraction(-7, 3), True, 1)
    assert [type(each) for each in kept(value)] == [date, Fraction, bool, int]
