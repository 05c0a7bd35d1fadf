"""Buckets of a period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.period import MAX_BUCKETS, Period, Step, bucket_of, buckets, default_step, fitting_step

LATER = date(2099, 1, 1)
PERIODS = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)),
    st.dates(date(2019, 1, 1), date(2030, 1, 1)),
    st.integers(1, 800),
)


@given(PERIODS, st.sampled_from(Step), st.sampled_from([0, 6]))
def test_every_day_falls_into_exactly_one_bucket(period: Period, step: Step, week_start: int) -> None:
    split = buckets(period, step, week_start, LATER)
    found = {split.of(period.start + timedelta(days=n)) for n in range(period.days)}
    assert found == set(split.starts)
    assert list(split.starts) == sorted(split.starts)


@given(PERIODS, st.sampled_from(Step), st.sampled_from([0, 6]))
def test_only_the_first_and_last_bucket_are_cut_by_a_past_range(
    period: Period, step: Step, week_start: int
) -> None:
    assert not any(buckets(period, step, week_start, LATER).partial[1:-1])


def test_today_is_partial_and_yesterday_is_not() -> None:
    split = buckets(Period(date(2026, 11, 21), date(2026, 11, 23)), Step.DAILY, 0, date(2026, 11, 22))
    assert split.partial == (False, True)


def test_a_week_that_the_range_cuts_is_partial_and_labelled_by_its_monday() -> None:
    split = buckets(Period(date(2026, 11, 4), date(2026, 11, 16)), Step.WEEKLY, 0, LATER)
    assert split.starts == (date(2026, 11, 2), date(2026, 11, 9))
    assert split.partial == (True, False)


def test_a_month_in_progress_is_partial() -> None:
    split = buckets(Period(date(2026, 10, 1), date(2026, 11, 23)), Step.MONTHLY, 0, date(2026, 11, 22))
    assert split.partial == (False, True)


@pytest.mark.parametrize(("days", "step"), [(31, "daily"), (32, "weekly"), (182, "weekly"), (183, "monthly")])
def test_the_step_follows_the_length(days: int, step: str) -> None:
    start = date(2026, 1, 1)
    assert default_step(Period(start, start + timedelta(days=days))) == step


@given(PERIODS, st.sampled_from(Step))
def test_a_chart_never_has_more_than_120_bars(period: Period, step: Step) -> None:
    fitting = fitting_step(period, step, 0)
    assert len(buckets(period, fitting, 0, LATER).starts) <= MAX_BUCKETS


def test_a_leap_day_is_a_day_of_its_month() -> None:
    assert bucket_of(date(2028, 2, 29), Step.MONTHLY, 0) == date(2028, 2, 1)


@given(PERIODS)
def test_the_period_before_is_as_long_and_ends_where_this_one_starts(period: Period) -> None:
    before = period.previous()
    assert (before.days, before.end) == (period.days, period.start)
