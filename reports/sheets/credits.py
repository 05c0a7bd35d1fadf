"""Credits as the export has them: by category in the scope, and how the contract stands."""

from collections.abc import Iterator

from reports.contract import CREDIT_KINDS, standing
from reports.facts import Facts
from reports.numbers import Credits
from reports.parts import Unit
from reports.period import Period
from reports.sheets.rows import Row
from storage.vocabulary import CREDIT_CATEGORIES


def credits(facts: Facts) -> Iterator[Row]:
    """All four categories in the page's order (D-45), their total, and the contract."""
    used = facts(*CREDIT_KINDS, unit=Unit.CREDITS).now("category")
    for category in CREDIT_CATEGORIES:
        yield category, Credits(used.get(category, 0))
    yield "Total", Credits(sum(used.values()))
    yield from _contract(facts)


def _contract(facts: Facts) -> Iterator[Row]:
    """The contract that counts today: for the whole organisation and the term to date (D-36)."""
    now = standing(facts.store, facts.scope.org, facts.scope.today)
    if now is None:
        return
    term = Period(now.contract.term_start, now.contract.term_end)
    yield "Contract", now.contract.name
    yield "Term", f"{term.start} to {term.last}"
    yield "Allocation", now.allocation
    yield "Used", now.used
    yield "Percent Used", now.percent
    yield "Overflow", now.overflow
