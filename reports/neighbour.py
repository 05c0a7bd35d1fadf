"""The period before a report's and the one after it, as words to ask for them."""

from dataclasses import replace
from datetime import date

from reports.period import Period, add_months, days_after, days_before, month_of, quarter_of
from reports.ranges import MAX_DAYS, Range
from reports.request import Request
from reports.scope import Scope

QUARTER, YEAR = 3, 12  # months


def earlier(request: Request, scope: Scope) -> Request | None:
    """The same report of the period before; None where all of that lies before the first data."""
    shifted = _shifted(_whole(scope), -1)
    if shifted is None or shifted.end <= scope.org.data_start_on:
        return None
    return replace(request, range=_range(shifted))


def later(request: Request, scope: Scope) -> Request | None:
    """The same report of the period after; None where that would start in the future."""
    shifted = _shifted(_whole(scope), 1)
    if shifted is None or shifted.start > scope.today:
        return None
    return replace(request, range=_range(shifted))


def _whole(scope: Scope) -> Period:
    """The period that the range is about, with the days of it that are still to come."""
    start = scope.period.start
    match scope.range.word:
        case "this-week":
            return Period(start, days_after(start, 7))
        case "this-month":
            return Period(start, add_months(start, 1))
        case "this-quarter":
            return Period(start, add_months(start, QUARTER))
        case "ytd":
            return Period(start, add_months(start, YEAR))
        case word if scope.period.last == scope.today and ".." not in word and word[0].isdigit():
            return Period(start, add_months(start, QUARTER if "Q" in word else 1))
        case _:
            return scope.period


def _shifted(period: Period, by: int) -> Period | None:
    """Whole months move by months, anything else by its days; None where the calendar or a range ends."""
    if period.days > MAX_DAYS:
        return None
    try:
        if months := _months(period):
            return Period(add_months(period.start, by * months), add_months(period.end, by * months))
        move = days_after if by > 0 else days_before
        return Period(move(period.start, period.days), move(period.end, period.days))
    except (OverflowError, ValueError):
        return None


def _months(period: Period) -> int:
    """How many calendar months a period is, 0 if it does not begin and end with one."""
    start, end = period.start, period.end
    if start != month_of(start) or end != month_of(end):
        return 0
    return (end.year - start.year) * YEAR + end.month - start.month


def _range(period: Period) -> Range:
    """A period in the words that people would type for it."""
    start, months = period.start, _months(period)
    if months == 1:
        return Range(f"{start:%Y-%m}")
    if months == QUARTER and start == quarter_of(start):
        return Range(f"{start.year}-Q{(start.month + 2) // QUARTER}")
    return dates(start, period.last)


def dates(first: date, last: date) -> Range:
    """The range of the days from the first to the last, both included."""
    return Range(f"{first.isoformat()}..{last.isoformat()}")
