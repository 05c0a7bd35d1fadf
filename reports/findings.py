"""What is worth knowing of a period: at most three findings, by rules alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports import numbers, words
from reports.card import told_apart
from reports.contract import Standing
from reports.drivers import (
    NAMED,
    STANDING_OUT,
    Division,
    Piece,
    rounded,
    signed,
    told,
)
from reports.facts import Facts
from reports.numbers import Credits, Number, Rate
from reports.parts import Figure, Level, Unit
from reports.period import Period
from reports.sentences import plural
from reports.trend import ARROWS, State
from reports.watched import WATCHED, Watched, undivided

MOST = 3
MOVED = 10  # percent, from which a trend is worth a word
FELL = 5  # percentage points, from which a lower pass rate is
RUNS = 20  # on either side: a rate of fewer moves by chance
DEFECTS = 5


@dataclass(frozen=True)
class Finding:
    """One thing worth knowing: the claim, and the numbers behind it."""

    claim: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.claim}: {self.detail}" if self.detail else self.claim


def findings(facts: Facts, figures: tuple[Figure, ...], standing: Standing | None) -> tuple[Finding, ...]:
    """The contract when it is at a level, the largest trend and its drivers, then what else stands out."""
    before = earlier(facts.scope.period)
    found = {figure.key: figure for figure in figures}
    moved = _moved(found)
    candidates = [
        *(_contract(standing) if standing else ()),
        *(_trend(facts, *each) for each in moved[:1]),
        *_pass_rate(found.get("simulations.pass_rate"), before),
        *_defects(found.get("simulations.defects"), before),
        *(_trend(facts, *each) for each in moved[1:MOST]),
    ]
    return tuple(candidates[:MOST]) or (_nothing(facts, figures, before),)


def _nothing(facts: Facts, figures: tuple[Figure, ...], before: str) -> Finding:
    """What is said instead: that nothing stands out, or that there was nothing to compare with (D-15)."""
    if all(figure.trend is None or figure.trend.state is State.NA for figure in figures):
        return Finding(f"Nothing to compare with yet: data starts {words.day(facts.scope.org.data_start_on)}")
    return Finding(f"Nothing stands out against {before}")


def earlier(period: Period) -> str:
    """How the days that a period is compared with are called (D-11)."""
    return {1: "the day before", 7: "the week before"}.get(period.days, f"the {period.days} days before")


def _contract(standing: Standing) -> Iterator[Finding]:
    if standing.level is Level.OK or not standing.in_force:
        return
    used, allocation = told_apart(standing.used, standing.allocation)
    percent = numbers.percent(standing.percent)
    left = f"{words.days(standing.days_left or 0)} of the term left"
    if standing.level is Level.OVER:
        over = told_apart(standing.overflow, Credits(0))[0]
        yield Finding(f"Credits are {over} over the allocation", f"{percent} of {allocation} used, {left}")
        return
    full = f", at this rate 100% around {words.short_day(standing.full_on)}" if standing.full_on else ""
    yield Finding(f"{percent} of the credits are used", f"{used} of {allocation}, {left}{full}")


def _moved(found: dict[str, Figure]) -> list[tuple[Watched, Figure]]:
    """The watched figures that changed enough: the main ones first, by size; what is new changed most."""
    pairs = [(watched, found[watched.key]) for watched in WATCHED if watched.key in found]
    kept = [pair for pair in pairs if _enough(*pair)]
    return sorted(kept, key=lambda pair: (pair[0].divisions is undivided, -_size(pair[1])))


def _enough(watched: Watched, figure: Figure) -> bool:
    sides = (figure.now, figure.before)
    volume = max((_plain(side, figure.unit) for side in sides if side is not None), default=0)
    return volume >= watched.least and _size(figure) >= MOVED


def _size(figure: Figure) -> int:
    if figure.trend is None:
        return 0
    return 10**9 if figure.trend.state is State.NEW else abs(figure.trend.percent or 0)


def _plain(number: Number | None, unit: Unit) -> int:
    match number:
        case int():
            return number
        case Credits():
            return rounded(number.micro, unit)
        case _:
            return 0


def _trend(facts: Facts, watched: Watched, figure: Figure) -> Finding:
    """Questions up 34% to 1,624: +412 on the week before, led by Payments API +297, …"""
    before, now = earlier(facts.scope.period), numbers.text(figure.now or 0)
    if figure.trend is None or figure.trend.state is State.NEW:
        return Finding(f"{watched.noun} are new", f"{now}, none {before}")
    way = "up" if figure.trend.state is State.UP else "down"
    size = figure.trend.text.removeprefix(ARROWS[figure.trend.state]).strip()
    divisions = tuple(watched.divisions(facts))
    # A difference of rounded credits is not always the rounded difference, which the drivers add up to.
    change = _change(divisions, figure)
    drivers = _drivers(divisions)
    behind = f", {drivers}" if drivers else ""
    return Finding(f"{watched.noun} {way} {size} to {now}", f"{signed(change)} on {before}{behind}")


def _change(divisions: tuple[Division, ...], figure: Figure) -> int:
    if not divisions:
        return _plain(figure.now, figure.unit) - _plain(figure.before, figure.unit)
    total = divisions[0].total
    return rounded(total.now - total.before, divisions[0].unit)


def _drivers(divisions: tuple[Division, ...]) -> str:
    """Which pieces the change came from, in numbers that add up to it; or that none stands out."""
    led = [(*leader, division) for division in divisions if (leader := division.leader)]
    divided = [each for each in led if len(each[2].pieces) > 1]
    if not divided:
        return ""
    share, first, division = max(divided, key=lambda each: each[0])
    if share < STANDING_OUT:
        return f"spread evenly over {words.joined(tuple(each[2].over for each in divided))}"
    return _led_by(first, division)


def _led_by(first: Piece, division: Division) -> str:
    """led by Payments API +297, Storefront +150, offset by 2 projects −35"""
    ranked = sorted(division.pieces, key=lambda piece: (piece is not first, -abs(piece.change)))
    along = [(piece.label, piece.change) for piece in ranked if piece.change * first.change > 0]
    against = [(piece.label, piece.change) for piece in ranked if piece.change * first.change < 0]
    offset = against[0][0] if len(against) == 1 else f"{len(against)} {division.over}"
    others = ((offset, sum(change for _, change in against)),) if against else ()
    whole = told((*along, *others), division.unit, NAMED, apart=offset)
    leading = [f"{label} {signed(change)}" for label, change in whole if change * first.change > 0]
    last = [f"offset by {label} {signed(change)}" for label, change in whole if change * first.change < 0]
    if not last and len(leading) == 1:
        return f"all of it {first.label}"
    return f"led by {', '.join([*leading, *last])}"


def _pass_rate(figure: Figure | None, before: str) -> Iterator[Finding]:
    if figure is None or figure.trend is None:
        return
    now, then = figure.now, figure.before
    if not isinstance(now, Rate) or not isinstance(then, Rate):
        return
    if min(now.denominator, then.denominator) < RUNS or (figure.trend.percent or 0) > -FELL:
        return
    failed, failed_before = (rate.denominator - rate.numerator for rate in (now, then))
    yield Finding(
        f"Pass rate down {abs(figure.trend.percent or 0)} pp to {numbers.percent(now)}",
        f"{numbers.whole(failed)} of {plural(now.denominator, 'simulation')} failed, "
        f"{numbers.whole(failed_before)} of {numbers.whole(then.denominator)} {before}",
    )


def _defects(figure: Figure | None, before: str) -> Iterator[Finding]:
    if figure is None or not isinstance(figure.now, int) or figure.now < DEFECTS or _size(figure) < MOVED:
        return
    if figure.trend and figure.trend.state in (State.UP, State.NEW):
        then = numbers.text(figure.before) if figure.before else "none"
        yield Finding(f"{plural(figure.now, 'defect')} prevented", f"{then} {before}")
