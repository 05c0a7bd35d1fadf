"""Numbers that know their unit, exact as they are counted and worded as people read them."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MICRO = 1_000_000


@dataclass(frozen=True, order=True)
class Credits:
    """An amount of credits as an integer of micro-credits (1 credit = 1,000,000)."""

    micro: int

    def __str__(self) -> str:
        """Exact decimal text: whole credits without a point, others with six decimals."""
        sign, micro = ("-" if self.micro < 0 else ""), abs(self.micro)
        whole, rest = divmod(micro, MICRO)
        return f"{sign}{whole}.{rest:06d}" if rest else f"{sign}{whole}"


@dataclass(frozen=True)
class Rate:
    """Parts of a whole, kept as counted; a denominator of 0 means that there is no rate.

    `of_limit` says that the whole is a limit, so that the text may not contradict its level (D-42).
    """

    numerator: int
    denominator: int
    of_limit: bool = False

    @property
    def fraction(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None


Number = int | Credits | Rate


def half_up(value: Fraction) -> int:
    """Whole number, halves away from zero (D-13); `round` would take halves to even."""
    quotient, remainder = divmod(abs(value.numerator), value.denominator)
    rounded = quotient + (1 if 2 * remainder >= value.denominator else 0)
    return rounded if value >= 0 else -rounded


def whole(number: int) -> str:
    """1972 -> "1,972"."""
    return f"{number:,}"


def credits(amount: Credits, decimals: int = 0) -> str:
    """7809.201962 credits -> "7,809", or "7,809.20" with two decimals; halves away from zero."""
    exponent = Decimal(1).scaleb(-decimals)
    value = (Decimal(amount.micro) / MICRO).quantize(exponent, rounding=ROUND_HALF_UP)
    return f"{value + 0:,.{decimals}f}"


def percent(rate: Rate) -> str:
    """Whole percent of a rate (D-25): "n/a" without a denominator, "100%" and "0%" only when exact."""
    fraction = rate.fraction
    if fraction is None:
        return "n/a"
    if rate.of_limit:
        return _percent_of_limit(fraction)
    rounded = half_up(fraction * 100)
    if rounded == 100 and fraction < 1:
        return ">99%"
    if rounded == 0 and fraction > 0:
        return "<1%"
    return f"{rounded}%"


def _percent_of_limit(fraction: Fraction) -> str:
    """One decimal, down up to the limit and up above it: 89.96 -> "89.9%", 100.004 -> "100.1%" (D-42)."""
    exact = fraction * 1000
    tenths = math.floor(exact) if fraction <= 1 else math.ceil(exact)
    sign, (units, tenth) = ("-" if tenths < 0 else ""), divmod(abs(tenths), 10)
    return f"{sign}{units}.{tenth}%"


def short(number: int) -> str:
    """10745471 -> "10.7M"; below 10,000 in full. Rounded down, so that it never claims more than there is."""
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**4, "K")):
        if abs(number) >= size:
            unit = 1000 if letter == "K" else size
            tenths = abs(number) * 10 // unit
            text = f"{tenths // 10}.{tenths % 10}" if tenths < 1000 else whole(tenths // 10)
            return f"{'-' if number < 0 else ''}{text}{letter}"
    return whole(number)


def text(number: Number) -> str:
    """A number as a sentence has it."""
    match number:
        case Credits():
            return credits(number)
        case Rate():
            return percent(number)
        case _:
            return whole(number)
