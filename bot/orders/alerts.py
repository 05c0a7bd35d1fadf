"""`alerts credits on at:75,90,100`: a warning when so much of a contract is used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.orders.reading import read_words, shown, unknown
from reports.errors import RequestError, quoted

EXAMPLE = "alerts credits on at:90,100"
KEY = "at:"
USUAL = (90, 100)
HIGHEST, MOST = 200, 6  # percent; levels of one order


@dataclass(frozen=True)
class Alerts:
    """Credit warnings for the channel where this is typed, at whole percents, rising; without any: off."""

    levels: tuple[int, ...] = USUAL

    def __str__(self) -> str:
        if not self.levels:
            return "alerts credits off"
        return f"alerts credits on {KEY}{','.join(map(str, self.levels))}"


@dataclass(frozen=True)
class _Draft:
    on: bool | None = None
    levels: tuple[int, ...] = ()


def parse_alerts(words: Sequence[str]) -> Alerts:
    """Understand the words after `alerts`, in any order. Raises `RequestError`."""
    draft = read_words(_Draft(), words, _read, EXAMPLE)
    if draft.on is None:
        raise RequestError(f"Say on or off. {shown(EXAMPLE)}")
    if not draft.on and draft.levels:
        raise RequestError(f"Off needs no levels. {shown('alerts credits off')}")
    return Alerts((draft.levels or USUAL) if draft.on else ())


def _read(draft: _Draft, word: str) -> tuple[str, _Draft]:
    lowered = word.lower()
    if lowered == "credits":
        return "kind of alert", draft
    if lowered in ("on", "off"):
        return "switch", replace(draft, on=lowered == "on")
    if lowered.startswith(KEY):
        return "list of levels", replace(draft, levels=_levels(lowered.removeprefix(KEY)))
    raise unknown(word, ("credits", "on", "off", f"{KEY}75,90,100"), EXAMPLE)


def _levels(text: str) -> tuple[int, ...]:
    levels = sorted({_level(word) for word in text.split(",") if word})
    if not levels:
        raise RequestError(f"Say at which percentages. {shown(EXAMPLE)}")
    if len(levels) > MOST:
        raise RequestError(f"{len(levels)} levels are too many: {MOST} at most. {shown(EXAMPLE)}")
    return tuple(levels)


def _level(word: str) -> int:
    digits = word.removesuffix("%")
    if digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= HIGHEST:
        return int(digits)
    raise RequestError(
        f"I don't understand the level {quoted(word)}: levels are whole percents from 1 to {HIGHEST}. "
        f"{shown(EXAMPLE)}"
    )
