"""A credit warning: when it is due, and everything that it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reports.contract import Standing, standing
from reports.drivers import Division, by_credit_category, by_project
from reports.errors import RequestError
from reports.facts import Facts
from reports.parts import Unit
from reports.period import days_before
from reports.ranges import Range, no_contract
from reports.report import Report, measure
from reports.request import Request
from reports.scope import Scope
from reports.sections import section_named
from reports.sections.credits import CREDITS
from storage.records import Organization
from storage.store import Store

FULL = 100  # this level is crossed by what exceeds it; every other one as soon as it is reached (D-41)
RECENT_DAYS = 28
TERM = "contract"  # the range: the term to date


@dataclass(frozen=True)
class CreditWarning:
    """A level that a contract has crossed: how it stands, and what used the credits of the latest days.

    `contract` is the report of the term to date, `use` what the divisions cover.
    """

    level: int
    standing: Standing
    contract: Report
    use: Scope
    categories: Division
    projects: Division

    @property
    def key(self) -> str:
        return warning_key(self.standing, self.level)


def warning_key(stands: Standing, level: int) -> str:
    """What is warned of once: a level of a contract and an allocation; a top-up makes another key (D-43)."""
    return f"credit:{stands.contract.external_id}:{level}:{stands.allocation.micro}"


def crossed(stands: Standing, thresholds: Iterable[int]) -> int | None:
    """The highest level that a contract in force has crossed, by exact integers; None if it has none."""
    if not stands.in_force or stands.used.micro <= 0:
        return None
    return max((level for level in thresholds if _crossed(stands, level)), default=None)


def _crossed(stands: Standing, level: int) -> bool:
    used, limit = stands.used.micro * 100, stands.allocation.micro * level
    return used > limit if level == FULL else used >= limit


def measure_warning(store: Store, org: Organization, as_of: datetime, level: int) -> CreditWarning:
    """Count what a warning says, up to a moment in the organisation's zone.

    Raises `RequestError` for an organisation without a credit contract.
    """
    stands = standing(store, org, as_of.date())
    if stands is None:
        raise RequestError(no_contract(org))
    facts = Facts(_recent(org, as_of, stands), store)
    section = section_named("contract")
    term = Request(section.name, Range(TERM), "all").scope(org, as_of, alone=False)
    return CreditWarning(
        level=level,
        standing=stands,
        contract=measure(section, term, store, ()),
        use=facts.scope,
        categories=Division("categories", Unit.CREDITS, by_credit_category(facts, CREDITS)),
        projects=Division("projects", Unit.CREDITS, by_project(facts, CREDITS)),
    )


def _recent(org: Organization, as_of: datetime, stands: Standing) -> Scope:
    """The last 28 days, or the term to date while it is younger; today included, for today it was crossed."""
    young = days_before(as_of.date(), RECENT_DAYS - 1) < stands.contract.term_start
    word = TERM if young or not stands.in_force else f"last-{RECENT_DAYS}d"
    return Request("credits", Range(word), "all", compare=False).scope(org, as_of, alone=False)
