"""Trends: the cases of D-11 to D-16 and D-64, one by one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.numbers import Credits, Rate
from reports.trend import State, trend


@pytest.mark.parametrize(
    ("now", "before", "state", "percent", "text"),
    [
        (1972, 1202, State.UP, 64, "▲ 64%"),
        (50, 100, State.DOWN, -50, "▼ 50%"),
        (7, 7, State.FLAT, 0, "▬ 0%"),
        (5, 0, State.NEW, None, "new"),
        (0, 0, State.NONE, None, "no activity"),
        (0, 9, State.DOWN, -100, "▼ 100%"),
        (1001, 1000, State.UP, 0, "▲ <1%"),
        (999, 1000, State.DOWN, 0, "▼ <1%"),
        (1005, 1000, State.UP, 1, "▲ 1%"),  # 0.5 is away from zero
        (995, 1000, State.DOWN, -1, "▼ 1%"),
        (1025, 1000, State.UP, 3, "▲ 3%"),  # 2.5 is 3, not the even 2
        (11, 1, State.UP, 1000, "▲ >999%"),
        (5, -2, State.NA, None, "n/a"),
    ],
)
def test_a_count_is_compared(now: int, before: int, state: State, percent: int | None, text: str) -> None:
    compared = trend(now, before)
    assert (compared.state, compared.percent, compared.text) == (state, percent, text)


def test_credits_are_compared_by_their_exact_amount() -> None:
    assert trend(Credits(1_000_001), Credits(1_000_000)).text == "▲ <1%"


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (Rate(83, 100), Rate(80, 100), "▲ 3 pp"),
        (Rate(1, 3), Rate(1, 3), "▬ 0 pp"),
        (Rate(801, 1000), Rate(800, 1000), "▲ <1 pp"),
        (Rate(0, 0), Rate(1, 2), "n/a"),
        (Rate(1, 2), Rate(0, 0), "n/a"),
    ],
)
def test_rates_are_compared_in_points(now: Rate, before: Rate, text: str) -> None:
    assert trend(now, before).text == text


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_trend_never_says_less_or_more_than_half_a_percent_off(now: int, before: int) -> None:
    percent = trend(now, before).percent
    assert percent is not None
    assert abs(Fraction(now, before) * 100 - 100 - percent) <= Fraction(1, 2)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_arrow_points_where_the_numbers_went(now: int, before: int) -> None:
    state = trend(now, before).state
    if before:
        assert state == (State.UP if now > before else State.DOWN if now < before else State.FLAT)
    else:
        assert state == (State.NEW if now else State.NONE)
