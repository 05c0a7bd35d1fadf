"""How the credits of a range divide over contracts, and what falls outside any of them (D-39)."""

from collections.abc import Iterator, Mapping
from datetime import date

from reports import numbers, words
from reports.breakdowns import Counted
from reports.facts import Facts
from reports.numbers import Credits, Rate
from reports.parts import Cell, Note, Part, Table
from reports.period import Period
from reports.scope import Scope
from storage.records import Contract

OUTSIDE = "Outside any contract"


def by_contract(facts: Facts, counted: Counted) -> Iterator[Part]:
    """What is used in the range of each contract in it; nothing if one contract covers the whole range."""
    scope = facts.scope
    found = [(contract.name, overlap) for contract, overlap in _contracts(scope)]
    if len(found) == 1 and not gaps(scope):
        return
    days = counted.of(facts).total_days(counted.total)
    total = sum(days.values())
    rows = [(name, _used(days, (overlap,))) for name, overlap in found]
    rows += [(OUTSIDE, _used(days, gaps(scope)))] if gaps(scope) else []
    yield Table(
        key=f"{counted.section}.by_contract",
        title="Used in range by contract",
        headings=("Contract", counted.noun, "Share"),
        rows=tuple((name, *_cells(used, total)) for name, used in rows),
        total=("Total", *_cells(total, total)),
    )


def outside(facts: Facts, counted: Counted) -> Iterator[Note]:
    """The sentence about credits that no contract counts."""
    empty = gaps(facts.scope)
    used = _used(counted.of(facts).total_days(counted.total), empty) if empty else 0
    if used:
        dates = words.joined(tuple(words.dates(gap) for gap in empty))
        text = f"{numbers.credits(Credits(used))} credits fall outside any contract ({dates})"
        yield Note(f"{counted.section}.outside", text)


def gaps(scope: Scope) -> tuple[Period, ...]:
    """The days of the range that no credit contract covers."""
    found, start = [], scope.period.start
    for _, overlap in _contracts(scope):
        if start < overlap.start:
            found.append(Period(start, overlap.start))
        start = overlap.end
    if start < scope.period.end:
        found.append(Period(start, scope.period.end))
    return tuple(found)


def _contracts(scope: Scope) -> Iterator[tuple[Contract, Period]]:
    for contract in scope.org.contracts:
        overlap = scope.period.overlap(Period(contract.term_start, contract.term_end))
        if overlap:
            yield contract, overlap


def _used(days: Mapping[date, int], spans: tuple[Period, ...]) -> int:
    return sum(used for day, used in days.items() if any(day in span for span in spans))


def _cells(used: int, total: int) -> tuple[Cell, ...]:
    return Credits(used), Rate(used, max(total, 0))
