"""The words for a range of days, and what they mean on a given day (D-01 to D-05, D-10)."""

import re
from dataclasses import dataclass
from datetime import date

from reports import words
from reports.errors import RequestError
from reports.period import Period, add_months, days_before, month_of, next_day, quarter_of, week_of
from storage.records import Contract, Organization

DEFAULT = "last-30d"
MAX_DAYS = 800
NAMED = (
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "ytd",
    "contract",
    "all",
)
SUGGESTIONS = ("last-7d", "last-14d", DEFAULT, "last-90d", "last-4w", "last-3m", *NAMED, "2026-10", "2026-q3")
EXAMPLE = "Example: `/usage questions 2026-10-01..2026-10-31`"
TOO_LONG = f"That range is longer than {MAX_DAYS} days."

_LAST = re.compile(r"last-(\d{1,4})([dwm])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-q([1-4])")
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Range:
    """A range as words, resolved anew whenever it is asked: `last-30d` stays `last-30d` in a button."""

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class Resolved:
    """The days that a range means, and what to say about it (that it was cut to today)."""

    period: Period
    notes: tuple[str, ...] = ()


def parse_range(word: str) -> Range | None:
    """The range that a word names, in its one spelling; None if it names none."""
    lowered = word.lower().replace("_", "-")
    if lowered in NAMED:
        return Range(lowered)
    if match := _LAST.fullmatch(lowered):
        count = int(match[1])
        return Range(f"last-{count}{match[2]}") if count else None
    if match := _QUARTER.fullmatch(lowered):
        return Range(f"{match[1]}-Q{match[2]}") if _plausible(int(match[1])) else None
    if match := _MONTH.fullmatch(lowered):
        return Range(lowered) if _plausible(int(match[1])) and 1 <= int(match[2]) <= 12 else None
    if match := _DATES.fullmatch(lowered):
        return Range(lowered) if _date(match[1]) and _date(match[2]) else None
    return None


def _plausible(year: int) -> bool:
    return 1900 <= year <= 2999


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _plausible(day.year) else None


def resolve(range_: Range, org: Organization, today: date) -> Resolved:
    """The local days that a range means today. Raises `RequestError` for an impossible one (D-10)."""
    period = _period(range_.word, org, today)
    wrong = impossible(period, today)
    if wrong and (wrong != TOO_LONG or range_.word != "all"):
        raise RequestError(f"{wrong} {EXAMPLE}")
    if period.end > next_day(today):
        note = f"The range was cut to today ({words.day(today)})."
        return Resolved(Period.through(period.start, today), (note,))
    return Resolved(period)


def impossible(period: Period, today: date) -> str | None:
    """What is wrong with the days that somebody asks for on a day, in a sentence; None if nothing is."""
    if period.end <= period.start:
        return "That range ends before it starts."
    if period.start > today:
        return "That range starts in the future."
    cut = min(period.end, next_day(today))
    return TOO_LONG if Period(period.start, cut).days > MAX_DAYS else None


def _period(word: str, org: Organization, today: date) -> Period:
    if match := _LAST.fullmatch(word):
        return _latest(int(match[1]), match[2], today)
    if match := _QUARTER.fullmatch(word.lower()):
        start = date(int(match[1]), 3 * int(match[2]) - 2, 1)
        return Period(start, add_months(start, 3))
    if match := _MONTH.fullmatch(word):
        start = date(int(match[1]), int(match[2]), 1)
        return Period(start, add_months(start, 1))
    if match := _DATES.fullmatch(word):
        return Period.through(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
    return _named(word, org, today)


def _latest(count: int, unit: str, today: date) -> Period:
    """The last N days, weeks of seven days, or months, ending today, today included (D-04)."""
    if count * {"d": 1, "w": 7, "m": 28}[unit] > MAX_DAYS:
        raise RequestError(f"{TOO_LONG} {EXAMPLE}")
    end = next_day(today)
    if unit == "m":
        return Period(_months_back(end, count), end)
    return Period(days_before(end, count * (7 if unit == "w" else 1)), end)


def _months_back(day: date, count: int) -> date:
    """The same day of the month `count` months earlier, or that month's last day if it has no such day."""
    month = add_months(day, -count)
    last = days_before(add_months(month, 1), 1)
    return min(last, last.replace(day=min(day.day, last.day)))


def _named(word: str, org: Organization, today: date) -> Period:
    week, month, quarter = week_of(today, org.week_start), month_of(today), quarter_of(today)
    match word:
        case "today":
            return Period.through(today, today)
        case "yesterday":
            return Period(days_before(today, 1), today)
        case "this-week":
            return Period.through(week, today)
        case "last-week":
            return Period(days_before(week, 7), week)
        case "this-month":
            return Period.through(month, today)
        case "last-month":
            return Period(add_months(month, -1), month)
        case "this-quarter":
            return Period.through(quarter, today)
        case "last-quarter":
            return Period(add_months(quarter, -3), quarter)
        case "ytd":
            return Period.through(date(today.year, 1, 1), today)
        case "contract":
            return _contract_term(org, today)
        case "all":
            return Period.through(org.data_start_on, today)
    raise AssertionError(f"{word} is not a range")


def _contract_term(org: Organization, today: date) -> Period:
    contract = current_contract(org, today)
    if contract is None:
        raise RequestError(no_contract(org))
    if contract.term_start > today:
        return Period(contract.term_start, contract.term_end)
    return Period(contract.term_start, min(contract.term_end, next_day(today)))


def current_contract(org: Organization, today: date) -> Contract | None:
    """The credit contract in force; else the newest ended one; else the next to begin (D-38)."""
    begun = [c for c in org.contracts if c.term_start <= today]
    if begun:
        return begun[-1]
    return org.contracts[0] if org.contracts else None


def no_contract(org: Organization) -> str:
    """What is said wherever credits are asked for and no contract counts them (D-35)."""
    return (
        f"No credit-based contract is configured for {org.name}, so there is no credit data to show. "
        "If you expected one, contact your PlayerZero account representative."
    )
