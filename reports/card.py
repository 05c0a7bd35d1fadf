"""The contract card: the bar of a contract, and the lines beside it."""

from collections.abc import Iterator

from reports import numbers, words
from reports.contract import Standing
from reports.numbers import Credits
from reports.parts import Level, Meter
from reports.period import Period

CAPTION = "For the whole organisation and the term to date, whatever project and dates are chosen"


def card(standing: Standing) -> Meter:
    """The card of a contract (D-36 to D-44); its first line says how much is used, the others explain."""
    return Meter(
        key="contract.card",
        title=standing.contract.name,
        used=standing.used,
        limit=standing.allocation,
        level=standing.level,
        lines=tuple(_lines(standing)),
    )


def _lines(standing: Standing) -> Iterator[str]:
    used, allocation = told_apart(standing.used, standing.allocation)
    yield f"{used} of {allocation} credits used: {numbers.percent(standing.percent)}"
    yield f"{standing.level.value.upper()}: {_meaning(standing)}"
    yield f"Term {term(standing)} • {state(standing)}"
    if standing.top_ups.micro:
        base, top_ups = Credits(standing.contract.base_micro), standing.top_ups
        yield f"Allocation: {numbers.credits(base)} contracted, {numbers.credits(top_ups)} in top-ups"
    yield from _forecast(standing)
    yield CAPTION


def _meaning(standing: Standing) -> str:
    match standing.level:
        case Level.OK:
            return "below 90% of the allocation"
        case Level.WARNING:
            return "at least 90% of the allocation"
        case Level.OVER:
            return f"{told_apart(standing.overflow, Credits(0))[0]} credits over"


def term(standing: Standing) -> str:
    """Feb 1, 2026 – Jan 31, 2027"""
    return words.span(_term(standing))


def _term(standing: Standing) -> Period:
    return Period(standing.contract.term_start, standing.contract.term_end)


def state(standing: Standing) -> str:
    """62 days left; ended Dec 31, 2025; starts Feb 1, 2026 (D-38)."""
    if standing.days_left is not None:
        return f"{words.days(standing.days_left)} left"
    if standing.contract.term_start > standing.today:
        return f"starts {words.day(standing.contract.term_start)}"
    return f"ended {words.day(_term(standing).last)}"


def _forecast(standing: Standing) -> Iterator[str]:
    if standing.days_to_limit is None:
        return
    day = standing.full_on
    if day is None:
        yield "Estimate: at this rate below 100% until the term ends"
        return
    same_year = day.year == standing.today.year
    yield f"Estimate: at this rate 100% around {words.short_day(day) if same_year else words.day(day)}"


def told_apart(one: Credits, other: Credits) -> tuple[str, str]:
    """Two amounts in whole credits, or exactly where different ones would read the same."""
    whole = numbers.credits(one), numbers.credits(other)
    if whole[0] != whole[1] or one == other:
        return whole
    return numbers.credits(one, 6), numbers.credits(other, 6)
