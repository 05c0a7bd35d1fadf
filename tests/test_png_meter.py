"""The picture of a contract card: its bar tells how much is used, and its words do not leave it to colour."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.formats.png import scene
from reports.formats.png.canvas import Label
from reports.formats.png.meter import LENGTH, bar
from reports.numbers import Credits
from reports.parts import Level, Meter

MILLION = 1_000_000
amounts = st.integers(0, 10**15)


def meter(used: int, limit: int, level: Level = Level.OK) -> Meter:
    lines = ("108.1% used", "Feb 1, 2026 – Feb 1, 2027")
    return Meter("credits.contract", "2026 annual", Credits(used), Credits(limit), level, lines)


def texts(part: Meter) -> list[str]:
    return [shape.text for shape in scene(part).shapes if isinstance(shape, Label)]


@example(MILLION + 1, MILLION)
@given(amounts, st.integers(1, 10**15))
def test_what_is_over_is_seen_exactly_when_something_is_over(used: int, limit: int) -> None:
    marks = bar(meter(used, limit))
    assert (marks.over >= 16) if used > limit else (marks.over == 0)
    assert 0 <= marks.used <= LENGTH
    assert 0 < marks.warning < marks.limit <= LENGTH


@pytest.mark.parametrize("percent", [0, 50, 73, 100])
def test_up_to_the_limit_the_bar_is_filled_in_proportion(percent: int) -> None:
    assert bar(meter(percent * MILLION, 100 * MILLION)).used == pytest.approx(LENGTH * percent / 100)


def test_beyond_the_limit_its_mark_moves_left_in_proportion() -> None:
    assert bar(meter(240 * MILLION, 100 * MILLION)).limit == pytest.approx(LENGTH / 2.4)


def test_the_amount_over_is_said() -> None:
    assert "6,560 credits over" in texts(meter(88_060 * MILLION, 81_500 * MILLION, Level.OVER))


def test_an_amount_over_is_never_said_to_be_nothing() -> None:
    assert "0.000001 credits over" in texts(meter(81_500 * MILLION + 1, 81_500 * MILLION, Level.OVER))


def test_nothing_is_over_at_exactly_the_limit() -> None:
    assert not [text for text in texts(meter(5, 5, Level.WARNING)) if "over" in text]


@pytest.mark.parametrize("level", Level)
def test_the_level_is_a_word(level: Level) -> None:
    assert level.value.upper() in texts(meter(1, 2, level))


@pytest.mark.parametrize(
    ("level", "said"),
    [(Level.OK, "Below 90%"), (Level.WARNING, "At least 90%"), (Level.OVER, None)],
)
def test_the_level_is_said_once_and_then_explained(level: Level, said: str | None) -> None:
    told = {
        Level.OK: "OK: below 90%",
        Level.WARNING: "WARNING: at least 90%",
        Level.OVER: "OVER: 20 credits over",
    }
    used = 120 if level is Level.OVER else 50
    lines = ("used", told[level], "term")
    shown = texts(Meter("c", "2026", Credits(used * MILLION), Credits(100 * MILLION), level, lines))
    assert len([text for text in shown if level.value.upper() in text]) == 1
    assert (said is None) or (said in shown)
    assert len([text for text in shown if "credits over" in text]) == (level is Level.OVER)


def test_title_lines_and_marks_are_all_there() -> None:
    expected = {"2026 annual", "108.1% used", "Feb 1, 2026 – Feb 1, 2027", "90%", "100%"}
    assert expected <= set(texts(meter(1, 2)))


def test_marks_too_close_for_two_words_have_one() -> None:
    found = texts(meter(240, 100, Level.OVER))
    assert "100%" in found
    assert "90%" not in found


def test_a_limit_of_nothing_can_be_drawn() -> None:
    assert bar(meter(0, 0)).used == 0
    assert bar(meter(7, 0)).over > 0
