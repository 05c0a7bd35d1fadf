"""What the words for a range mean on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import RequestError
from reports.period import Period
from reports.ranges import Range, parse_range, resolve
from tests.organizations import contract, organization

NOV_22 = date(2026, 11, 22)  # a Sunday


def days(word: str, today: date = NOV_22, week_start: int = 0) -> tuple[str, str]:
    found = parse_range(word)
    assert found is not None
    period = resolve(found, organization(week_start=week_start), today).period
    return period.start.isoformat(), period.last.isoformat()


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("last-1d", "2026-11-22", "2026-11-22"),
        ("last-14d", "2026-11-09", "2026-11-22"),
        ("last-30d", "2026-10-24", "2026-11-22"),
        ("last-2w", "2026-11-09", "2026-11-22"),
        ("last-1m", "2026-10-23", "2026-11-22"),
        ("last-3m", "2026-08-23", "2026-11-22"),
        ("this-week", "2026-11-16", "2026-11-22"),
        ("last-week", "2026-11-09", "2026-11-15"),
        ("this-month", "2026-11-01", "2026-11-22"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this-quarter", "2026-10-01", "2026-11-22"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("ytd", "2026-01-01", "2026-11-22"),
        ("all", "2025-10-01", "2026-11-22"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026-q3", "2026-07-01", "2026-09-30"),
        ("2026-02-27..2026-03-01", "2026-02-27", "2026-03-01"),
    ],
)
def test_a_range_means_these_days(word: str, first: str, last: str) -> None:
    assert days(word) == (first, last)


@pytest.mark.parametrize(
    ("today", "first"),
    [("2024-03-30", "2024-02-29"), ("2026-03-30", "2026-02-28"), ("2026-03-31", "2026-03-01")],
)
def test_a_month_back_is_clipped_to_the_shorter_month(today: str, first: str) -> None:
    assert days("last-1m", date.fromisoformat(today))[0] == first


def test_a_week_may_start_on_sunday() -> None:
    assert days("this-week", week_start=6) == ("2026-11-22", "2026-11-22")
    assert days("last-week", week_start=6) == ("2026-11-15", "2026-11-21")


@pytest.mark.parametrize(
    "word",
    ["", "last", "last-0d", "last-30", "30d", "2026-13", "2026-q5", "2026-02-30..2026-03-01", "tomorrow"],
)
def test_these_are_no_ranges(word: str) -> None:
    assert parse_range(word) is None


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("2026-10-31..2026-10-01", "That range ends before it starts."),
        ("2026-12", "That range starts in the future."),
        ("last-801d", "That range is longer than 800 days."),
        ("last-9999m", "That range is longer than 800 days."),
        ("2023-01-01..2026-01-01", "That range is longer than 800 days."),
    ],
)
def test_an_impossible_range_is_refused_with_an_example(word: str, sentence: str) -> None:
    found = parse_range(word)
    assert found is not None
    with pytest.raises(RequestError) as refused:
        resolve(found, organization(), NOV_22)
    assert str(refused.value) == f"{sentence} Example: `/usage questions 2026-10-01..2026-10-31`"


def test_a_range_that_ends_in_the_future_is_cut_and_says_so() -> None:
    resolved = resolve(Range("2026-11"), organization(), NOV_22)
    assert resolved.period == Period(date(2026, 11, 1), date(2026, 11, 23))
    assert resolved.notes == ("The range was cut to today (Nov 22, 2026).",)


def test_all_may_be_longer_than_800_days() -> None:
    assert days("all", date(2029, 1, 1)) == ("2025-10-01", "2029-01-01")


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-02-01", "2027-02-01", "2026-02-01", "2026-11-22"),
        ("2025-10-01", "2026-01-01", "2025-10-01", "2025-12-31"),
    ],
)
def test_contract_is_the_term_to_date(start: str, end: str, first: str, last: str) -> None:
    org = organization(contracts=(contract(date.fromisoformat(start), date.fromisoformat(end)),))
    period = resolve(Range("contract"), org, NOV_22).period
    assert (period.start.isoformat(), period.last.isoformat()) == (first, last)


def test_contract_without_a_contract_says_whom_to_ask() -> None:
    with pytest.raises(RequestError, match="contact your PlayerZero account representative"):
        resolve(Range("contract"), organization(), NOV_22)


@given(st.integers(1, 800), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_last_n_days_are_n_days_that_end_today(count: int, today: date) -> None:
    found = parse_range(f"last-{count}d")
    assert found is not None
    period = resolve(found, organization(), today).period
    assert (period.days, period.last) == (count, today)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from([0, 6]))
def test_the_last_week_ends_where_this_week_begins(today: date, week_start: int) -> None:
    org = organization(week_start=week_start)
    last, this = (resolve(Range(word), org, today).period for word in ("last-week", "this-week"))
    assert (last.days, last.end, last.start.weekday()) == (7, this.start, week_start)
    assert this.start <= today < this.start + timedelta(days=7)
