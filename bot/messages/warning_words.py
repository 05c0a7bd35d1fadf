"""What a credit warning says, in plain words."""

from collections.abc import Iterator
from fractions import Fraction

from reports import numbers, words
from reports.breakdowns import NOT_ATTRIBUTED
from reports.card import state, told_apart
from reports.contract import Standing
from reports.drivers import Division, rounded, told
from reports.numbers import Credits, Rate, half_up
from reports.parts import Level, Unit
from reports.period import days_before
from reports.sentences import during
from reports.warning import CreditWarning

NAMED = 4  # pieces of a division, told by name
CLOSE = 100  # credits: an estimate is told to the next so many
ONCE = "Told once per level; after a top-up the levels count anew."


def title(warning: CreditWarning) -> str:
    """Credits passed 90% · Acme Inc."""
    return f"Credits passed {warning.level}% · {warning.use.org.name}"


def claim(stands: Standing) -> str:
    """90.4% of the credits are used"""
    return f"{numbers.percent(stands.percent)} of the credits are used"


def amounts(stands: Standing) -> str:
    """73,691 of 81,500, 7,809 left"""
    used, allocation = told_apart(stands.used, stands.allocation)
    if stands.level is Level.OVER:
        return f"{used} of {allocation}, {told_apart(stands.overflow, Credits(0))[0]} over"
    left = Credits(stands.allocation.micro - stands.used.micro)
    return f"{used} of {allocation}, {told_apart(left, Credits(0))[0]} left"


def until(stands: Standing) -> str:
    """The contract 2026 annual ends Jan 31, 2027: 102 days left."""
    last = words.day(days_before(stands.contract.term_end, 1))
    return f"The contract {stands.contract.name} lasts until {last}: {state(stands)}."


def estimate(stands: Standing) -> str:
    """When at this rate the allocation ends, or how far it will be passed; "" where that cannot be said."""
    if stands.pace is None or stands.pace <= 0 or stands.days_left is None:
        return ""
    rate = f"Estimate: at this rate, {numbers.whole(half_up(stands.pace / 10**6))} credits a day,"
    if stands.level is Level.OVER or stands.days_to_limit is None:
        ends = stands.used.micro - stands.allocation.micro + stands.pace * stands.days_left
        return f"{rate} it will be about {_about(ends)} over when the term ends."
    if stands.full_on is None:
        return f"{rate} it stays below 100% until the term ends."
    early = words.days((stands.contract.term_end - stands.full_on).days)
    return f"{rate} 100% is reached around {words.day(stands.full_on)}, {early} before the term ends."


def _about(micro: Fraction) -> str:
    """6,560 credits are about 6,600; small amounts are told as they are."""
    credits = half_up(micro / 10**6)
    return numbers.whole(half_up(Fraction(credits, CLOSE)) * CLOSE if credits >= 10 * CLOSE else credits)


def used_lately(warning: CreditWarning) -> str:
    """12,095 credits were used in the last 28 days"""
    total = numbers.whole(rounded(warning.categories.total.now, Unit.CREDITS))
    return f"{total} credits were used {during(warning.use)}"


def rows(division: Division) -> Iterator[tuple[str, str]]:
    """Labels with their whole credits, which add up, and their shares."""
    pieces = tuple((piece.label, piece.sums.now) for piece in division.pieces)
    whole = max(rounded(division.total.now, Unit.CREDITS), 0)
    for label, amount in told(pieces, Unit.CREDITS, NAMED, apart=NOT_ATTRIBUTED):
        yield label, f"{numbers.whole(amount)} ({numbers.percent(Rate(amount, whole))})"


def next_steps(warning: CreditWarning) -> str:
    """The commands that tell more."""
    return f"More: `/usage contract` or `/usage credits {warning.use.range} by:project`"


def text(warning: CreditWarning) -> str:
    """The whole warning, with the real numbers."""
    stands = warning.standing
    said = [title(warning), f"{claim(stands)}: {amounts(stands)}.", until(stands), estimate(stands)]
    if warning.categories.total.now:
        said.append(f"{used_lately(warning)}.")
        for name, division in (("category", warning.categories), ("project", warning.projects)):
            pieces = ", ".join(f"{label} {amount}" for label, amount in rows(division))
            said.append(f"By {name}: {pieces}")
    return "\n".join(line for line in (*said, next_steps(warning), warning.contract.context) if line)
