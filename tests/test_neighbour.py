"""The periods before and after: as long, beside it, and named as people would type them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reports import neighbour
from reports.errors import RequestError
from reports.ranges import NAMED, Range
from reports.request import Request
from reports.scope import Scope
from tests.organizations import organization

AS_OF = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
ORG = organization()
RANGES = st.one_of(
    st.sampled_from([word for word in NAMED if word != "contract"]),
    st.integers(1, 400).map(lambda count: f"last-{count}d"),
    st.integers(1, 12).map(lambda month: f"2026-{month:02d}"),
    st.integers(1, 4).map(lambda quarter: f"2026-Q{quarter}"),
    st.tuples(st.dates(date(2025, 1, 1), AS_OF.date()), st.integers(0, 200)).map(
        lambda found: f"{found[0]}..{found[0].fromordinal(found[0].toordinal() + found[1])}"
    ),
)


def scope(request: Request) -> Scope:
    return request.scope(ORG, AS_OF, alone=True)


@pytest.mark.parametrize(
    ("word", "earlier", "later"),
    [
        ("last-30d", "2026-09-24..2026-10-23", None),
        ("today", "2026-11-21..2026-11-21", None),
        ("yesterday", "2026-11-20..2026-11-20", "2026-11-22..2026-11-22"),
        ("last-week", "2026-11-02..2026-11-08", "2026-11-16..2026-11-22"),
        ("this-week", "2026-11-09..2026-11-15", None),
        ("this-month", "2026-10", None),
        ("last-month", "2026-09", "2026-11"),
        ("2026-11", "2026-10", None),
        ("2026-02", "2026-01", "2026-03"),
        ("last-quarter", "2026-Q2", "2026-Q4"),
        ("this-quarter", "2026-Q3", None),
        ("2026-Q4", "2026-Q3", None),
        ("ytd", "2025-01-01..2025-12-31", None),
        ("2026-01-01..2026-02-28", "2025-11-01..2025-12-31", "2026-03-01..2026-04-30"),
        ("2025-10", None, "2025-11"),
        ("all", None, None),
    ],
)
def test_the_neighbours_of(word: str, earlier: str | None, later: str | None) -> None:
    request = Request(range=Range(word))
    before, after = neighbour.earlier(request, scope(request)), neighbour.later(request, scope(request))
    assert (str(before.range) if before else None, str(after.range) if after else None) == (earlier, later)


@given(RANGES)
def test_nothing_lies_between_a_period_and_its_neighbours(word: str) -> None:
    request = Request(range=Range(word))
    assume(word != "all")
    try:
        here = scope(request)
    except RequestError:
        assume(False)
    before, after = neighbour.earlier(request, here), neighbour.later(request, here)
    if before:
        assert scope(before).period.end == here.period.start
    if after:
        assert scope(after).period.start == here.period.end
        assert scope(after).period.start <= AS_OF.date()


@given(RANGES)
def test_there_and_back_is_the_same_period(word: str) -> None:
    request = Request(range=Range(word))
    try:
        here = scope(request)
    except RequestError:
        assume(False)
    before = neighbour.earlier(request, here)
    back = neighbour.later(before, scope(before)) if before else None
    assert before is None or (back and scope(back).period == here.period)


@given(RANGES)
def test_the_rest_of_the_words_stays(word: str) -> None:
    request = Request("questions", Range(word), "storefront", by="origin", compare=False)
    try:
        found = neighbour.earlier(request, scope(request))
    except RequestError:
        assume(False)
    assert found is None or str(found).replace(str(found.range), word) == str(request)
