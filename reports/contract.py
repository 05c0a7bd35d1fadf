"""How a contract stands on a day: allocation, used, level, overflow, forecast (D-38 to D-44)."""

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reports.bounds import contract_shown
from reports.numbers import Credits, Rate
from reports.parts import Level
from reports.period import days_after, days_before, next_day
from reports.ranges import current_contract
from storage.days import first_day
from storage.kinds import CREDITS_ADJUSTED, CREDITS_USED
from storage.records import Contract, Organization
from storage.store import ALL_PROJECTS, Days, Marginal, Store

CREDIT_KINDS = (CREDITS_USED, CREDITS_ADJUSTED)
PACE_DAYS, PACE_LEAST = 28, 14  # complete days that a forecast looks back on, and those it cannot do without


def level(used: Credits, allocation: Credits) -> Level:
    """The level by exact integers: WARNING from 90 %, OVER above 100 % (D-41)."""
    if used.micro > allocation.micro:
        return Level.OVER
    return Level.WARNING if used.micro * 100 >= allocation.micro * 90 else Level.OK


@dataclass(frozen=True)
class Standing:
    """A contract as of a local day, for the whole organisation.

    `used` covers the term up to and including that day; `pace` is the mean use of a day in micro-credits over
    the last complete days, None where there are too few of them.
    """

    contract: Contract
    today: date
    used: Credits
    pace: Fraction | None

    @property
    def allocation(self) -> Credits:
        return Credits(self.contract.allocation_micro(self.today))

    @property
    def top_ups(self) -> Credits:
        """What adjustments have added to the contract's own allocation by now."""
        return Credits(self.allocation.micro - self.contract.base_micro)

    @property
    def level(self) -> Level:
        return level(self.used, self.allocation)

    @property
    def percent(self) -> Rate:
        return Rate(self.used.micro, max(self.allocation.micro, 0), of_limit=True)

    @property
    def overflow(self) -> Credits:
        return Credits(max(0, self.used.micro - self.allocation.micro))

    @property
    def in_force(self) -> bool:
        return self.contract.term_start <= self.today < self.contract.term_end

    @property
    def days_left(self) -> int | None:
        """Local days from this one to the end of the term (D-63); None unless the contract is in force."""
        return (self.contract.term_end - self.today).days if self.in_force else None

    @property
    def days_to_limit(self) -> int | None:
        """After how many more days the allocation is used up at this pace; None if that cannot be said."""
        remaining = self.allocation.micro - self.used.micro
        if not self.in_force or self.pace is None or self.pace <= 0 or remaining <= 0:
            return None
        return math.ceil(remaining / self.pace)

    @property
    def full_on(self) -> date | None:
        """The day on which that would be; None if not within the term (D-44)."""
        days = self.days_to_limit
        if days is None or self.days_left is None or days >= self.days_left:
            return None
        return days_after(self.today, days)


def standing(store: Store, org: Organization, today: date) -> Standing | None:
    """How the contract that counts on a day stands; None without a credit contract, or out of bounds."""
    contract = current_contract(org, today) if contract_shown(org) else None
    if contract is None:
        return None
    last = min(contract.term_end, next_day(today))
    used = _amount(store, org, (contract.term_start, last)) if contract.term_start <= today else 0
    return Standing(contract, today, Credits(used), _pace(store, org, today))


def _amount(store: Store, org: Organization, days: Days) -> int:
    return sum(store.totals(_credits(org), days).values())


def _credits(org: Organization) -> Marginal:
    return Marginal(org.id, ALL_PROJECTS, CREDIT_KINDS, "category", amounts=True)


def _pace(store: Store, org: Organization, today: date) -> Fraction | None:
    """The mean of the last 28 complete days, or of as many as there are data for; none below 14."""
    first = first_day(store.connection, _credits(org))
    if first is None:
        return None
    since = max(first, days_before(today, PACE_DAYS))
    days = (today - since).days
    return Fraction(_amount(store, org, (since, today)), days) if days >= PACE_LEAST else None
