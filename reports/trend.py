"""How a number compares with the one before it (D-11 to D-16, D-64)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from reports.numbers import Credits, Number, Rate, half_up


class State(StrEnum):
    """`new`: nothing before; `none`: nothing on both sides; `na`: not comparable, and the text says why."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    NEW = "new"
    NONE = "none"
    NA = "na"


ARROWS = {State.UP: "▲", State.DOWN: "▼", State.FLAT: "▬"}
DAY_IN_PROGRESS = "n/a (day in progress)"


@dataclass(frozen=True)
class Trend:
    """A comparison, ready to be shown. `percent` is whole and signed (points for rates), or None."""

    state: State
    percent: int | None
    text: str


def not_comparable(text: str = "n/a") -> Trend:
    return Trend(State.NA, None, text)


def trend(now: Number, before: Number) -> Trend:
    """The change from `before` to `now`, exact before it is rounded, once, half away from zero."""
    if isinstance(now, Rate) and isinstance(before, Rate):
        return _points(now, before)
    return _relative(_plain(now), _plain(before))


def _plain(number: Number) -> int:
    if isinstance(number, Rate):
        raise TypeError("A rate compares with a rate.")
    return number.micro if isinstance(number, Credits) else number


def _relative(now: int, before: int) -> Trend:
    if before < 0:
        return not_comparable()
    if before == 0:
        return Trend(State.NEW, None, "new") if now else Trend(State.NONE, None, "no activity")
    change = Fraction(now - before, before) * 100
    if change == 0:
        return Trend(State.FLAT, 0, "▬ 0%")
    state = State.UP if change > 0 else State.DOWN
    rounded = half_up(change)
    return Trend(state, rounded, f"{ARROWS[state]} {_size(abs(rounded), '%')}")


def _points(now: Rate, before: Rate) -> Trend:
    if now.fraction is None or before.fraction is None:
        return not_comparable()
    change = (now.fraction - before.fraction) * 100
    if change == 0:
        return Trend(State.FLAT, 0, "▬ 0 pp")
    state = State.UP if change > 0 else State.DOWN
    rounded = half_up(change)
    return Trend(state, rounded, f"{ARROWS[state]} {_size(abs(rounded), ' pp')}")


def _size(rounded: int, unit: str) -> str:
    if rounded == 0:
        return f"<1{unit}"
    return f">999{unit}" if rounded > 999 else f"{rounded}{unit}"
