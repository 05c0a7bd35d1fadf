"""What drives a number: its pieces by one breakdown, now and before, which always add up to the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reports import numbers
from reports.breakdowns import Counted, project_rows
from reports.facts import Facts
from reports.numbers import MICRO, Credits, half_up
from reports.parts import Unit
from reports.sums import NONE, Sums
from storage.kinds import SIMULATION
from storage.vocabulary import CREDIT_CATEGORIES, DONE

NAMED = 3  # pieces that are told by name; the others are told as one
STANDING_OUT = Fraction(
    1, 4
)  # of a whole change: what a piece has beyond its even part, to be called a driver
OTHERS = "the others"


@dataclass(frozen=True)
class Piece:
    """One value of a breakdown with its sums; credits in micro-credits."""

    label: str
    sums: Sums

    @property
    def change(self) -> int:
        return self.sums.now - self.sums.before


@dataclass(frozen=True)
class Division:
    """A number divided by one breakdown; `over` says in the plural over what: categories, projects."""

    over: str
    unit: Unit
    pieces: tuple[Piece, ...]

    @property
    def total(self) -> Sums:
        return sum((piece.sums for piece in self.pieces), NONE)

    @property
    def leader(self) -> tuple[Fraction, Piece] | None:
        """The piece with the most of the change beyond its even part, and how much of the whole that is.

        None where nothing was there before or nothing changed: no part is even then.
        """
        total = self.total
        change = total.now - total.before
        if total.before <= 0 or change == 0:
            return None
        ranked = [
            (Fraction(each.change, change) - Fraction(each.sums.before, total.before), each.label, each)
            for each in self.pieces
        ]
        share, _, piece = max(ranked)
        return share, piece


def by_value(facts: Facts, counted: Counted, dimension: str, vocab: str) -> tuple[Piece, ...]:
    """The pieces by the values of an open vocabulary, named as people read them."""
    label = facts.scope.org.label
    return _pieces((label(vocab, value), sums) for value, sums in counted.of(facts).by(dimension).items())


def by_project(facts: Facts, counted: Counted) -> tuple[Piece, ...]:
    """The pieces by project, with what belongs to none of them (D-37)."""
    return _pieces((row.label, row.sums) for row in project_rows(facts, counted))


def by_credit_category(facts: Facts, counted: Counted) -> tuple[Piece, ...]:
    """The pieces by category of credits, also those without use (D-45)."""
    found = counted.of(facts).by(counted.total)
    named = dict.fromkeys(CREDIT_CATEGORIES, NONE) | found
    return _pieces(named.items())


def simulations_by(facts: Facts, dimension: str, vocab: str) -> tuple[Piece, ...]:
    """The pieces of the finished simulations (D-24) by the values of an open vocabulary."""
    label = facts.scope.org.label
    found = facts(SIMULATION).by(f"{dimension}|verdict").items()
    told = ((*name.rpartition("|")[::2], sums) for name, sums in found)
    return _pieces((label(vocab, value), sums) for value, verdict, sums in told if verdict in DONE)


def _pieces(found: Iterable[tuple[str, Sums]]) -> tuple[Piece, ...]:
    """Pieces with equal labels as one; the largest first, then by label."""
    merged: dict[str, Sums] = {}
    for label, sums in found:
        merged[label] = merged.get(label, NONE) + sums
    pieces = (Piece(label, sums) for label, sums in merged.items())
    return tuple(sorted(pieces, key=lambda piece: (-piece.sums.now, piece.label)))


def told(
    amounts: tuple[tuple[str, int], ...], unit: Unit, named: int = NAMED, apart: str = ""
) -> tuple[tuple[str, int], ...]:
    """Amounts as they are told: the first by name, the rest as one, in whole numbers that add up.

    What is called `apart` comes last under its own name. Credits come in micro-credits and leave as whole
    credits.
    """
    plain = tuple(each for each in amounts if each[0] != apart)
    kept = plain if len(plain) <= named + 1 else plain[:named]
    rest = ((OTHERS, sum(amount for _, amount in plain[named:])),) if len(kept) < len(plain) else ()
    rows = (*kept, *rest, *(each for each in amounts if each[0] == apart))
    parts = [amount for _, amount in rows]
    whole = whole_credits(parts) if unit is Unit.CREDITS else parts
    return tuple((label, amount) for (label, _), amount in zip(rows, whole, strict=True))


def whole_credits(micros: list[int]) -> list[int]:
    """Amounts in whole credits whose sum is the rounded sum: the largest fractions are rounded up."""
    floors = [micro // MICRO for micro in micros]
    missing = half_up(Fraction(sum(micros), MICRO)) - sum(floors)
    by_fraction = sorted(range(len(micros)), key=lambda at: (-(micros[at] % MICRO), at))
    for at in by_fraction[:missing]:
        floors[at] += 1
    return floors


def signed(amount: int) -> str:
    """+297, −25, ±0"""
    return f"{'+' if amount > 0 else '−' if amount else '±'}{numbers.whole(abs(amount))}"


def rounded(amount: int, unit: Unit) -> int:
    """A sum in the whole numbers that it is told in."""
    return half_up(Fraction(amount, MICRO)) if unit is Unit.CREDITS else amount


def spoken(amount: int, unit: Unit) -> str:
    """A sum as people read it."""
    return numbers.credits(Credits(amount)) if unit is Unit.CREDITS else numbers.whole(amount)
