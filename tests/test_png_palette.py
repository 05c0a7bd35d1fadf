"""Colours: one per value, seen on the paper, told apart within every chart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.formats.palette import FREE, INK, KNOWN, MUTED, PAPER, RED, colours
from storage.vocabulary import CREDIT_CATEGORIES, OPEN, VERDICTS

TOGETHER = [
    *([word.key for word in OPEN if word.vocab == vocab] for vocab in sorted({word.vocab for word in OPEN})),
    list(CREDIT_CATEGORIES),
    list(VERDICTS),
]


def light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", sorted({*KNOWN.values(), *FREE, RED}))
def test_every_colour_stands_out_from_the_paper(colour: str) -> None:
    assert contrast(colour, PAPER) >= 3


@pytest.mark.parametrize("colour", [INK, MUTED, RED])
def test_words_can_be_read_on_the_paper(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize("keys", TOGETHER, ids=lambda keys: keys[0])
def test_every_known_value_has_its_own_colour_in_its_chart(keys: list[str]) -> None:
    assert set(keys) <= set(KNOWN)
    assert len(set(colours(keys))) == len(keys)


def test_a_value_keeps_its_colour_in_every_chart() -> None:
    assert colours(["Debug", "Execute"]) == tuple(reversed(colours(["Execute", "Debug"])))
    assert colours(["Debug", "never seen"])[0] == colours(["Debug"])[0]


@given(st.sets(st.text(min_size=1), min_size=2, max_size=len(FREE)))
def test_unknown_values_are_told_apart_whatever_their_order(keys: set[str]) -> None:
    unknown = sorted(keys - set(KNOWN))
    given_, turned = colours(unknown), colours(unknown[::-1])
    assert given_ == turned[::-1] or len(unknown) < 2
    assert len(set(given_)) == len(unknown)
