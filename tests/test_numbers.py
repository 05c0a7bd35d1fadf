"""Numbers as people read them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import numbers
from reports.numbers import Credits, Rate


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        (0, 0, "n/a"),
        (1, 1, "100%"),
        (996, 1000, ">99%"),
        (4, 1000, "<1%"),
        (0, 9, "0%"),
        (5, 1000, "1%"),
        (81, 100, "81%"),
    ],
)
def test_a_rate_never_claims_to_be_whole(numerator: int, denominator: int, said: str) -> None:
    assert numbers.percent(Rate(numerator, denominator)) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (9_999, "9,999"),
        (10_000, "10.0K"),
        (10_745_471, "10.7M"),
        (1_299_999_999, "1.2B"),
        (-12_345, "-12.3K"),
        (999_999, "999K"),
    ],
)
def test_a_short_number_is_rounded_down(number: int, said: str) -> None:
    assert numbers.short(number) == said


@pytest.mark.parametrize(
    ("micro", "exact", "said"),
    [
        (7_809_201_962, "7809.201962", "7,809"),
        (201_186_790, "201.186790", "201"),
        (81_500_000_000, "81500", "81,500"),
        (-40_500_000, "-40.500000", "-41"),
        (-400_000, "-0.400000", "0"),
    ],
)
def test_credits_are_exact_as_data_and_whole_in_sentences(micro: int, exact: str, said: str) -> None:
    assert (str(Credits(micro)), numbers.credits(Credits(micro))) == (exact, said)


@given(st.integers(-(10**18), 10**18))
def test_the_text_of_an_amount_is_the_amount(micro: int) -> None:
    assert Fraction(str(Credits(micro))) * 1_000_000 == micro


@given(st.fractions())
def test_halves_go_away_from_zero(value: Fraction) -> None:
    rounded = numbers.half_up(value)
    assert abs(value - rounded) <= Fraction(1, 2)
    if abs(value - rounded) == Fraction(1, 2):
        assert abs(rounded) > abs(value)
