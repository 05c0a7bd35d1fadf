"""The sentences that a report speaks in: its headline, its span of time, its nothing."""

import re
from dataclasses import dataclass

from reports import numbers, words
from reports.parts import Figure
from reports.scope import Scope

_UNITS = {"d": "days", "w": "weeks", "m": "months"}
_NAMED = {
    "today": "today",
    "yesterday": "yesterday",
    "this-week": "this week",
    "last-week": "last week",
    "this-month": "this month",
    "last-month": "last month",
    "this-quarter": "this quarter",
    "last-quarter": "last quarter",
    "ytd": "this year so far",
    "contract": "in the contract term to date",
}
_FULL_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Sentence:
    """A headline in three pieces, so that a format may set the claim in bold: what, when, and the trend."""

    claim: str
    during: str
    trend: str = ""

    def __str__(self) -> str:
        return " ".join(piece for piece in (self.claim, self.during, self.trend) if piece)


def during(scope: Scope) -> str:
    """When, as people say it: in the last 14 days; in October 2026; between Oct 1 and Oct 31, 2026."""
    word, period = str(scope.range), scope.period
    if word in _NAMED:
        return _NAMED[word]
    if word == "all":
        return f"since {words.day(period.start)}"
    if match := re.fullmatch(r"last-(\d+)([dwm])", word):
        count, unit = int(match[1]), _UNITS[match[2]]
        return f"in the last {unit[:-1]}" if count == 1 else f"in the last {count} {unit}"
    if match := re.fullmatch(r"(\d{4})-Q(\d)", word):
        return f"in Q{match[2]} {match[1]}"
    if re.fullmatch(r"\d{4}-\d{2}", word):
        return f"in {_FULL_MONTHS[period.start.month - 1]} {period.start.year}"
    if period.days == 1:
        return f"on {words.day(period.start)}"
    same_year = period.start.year == period.last.year
    first = words.short_day(period.start) if same_year else words.day(period.start)
    return f"between {first} and {words.day(period.last)}"


def headline(claim: str, scope: Scope, figure: Figure | None = None) -> Sentence:
    """A claim with its span, and the trend of the figure that it is about."""
    trend = figure.trend.text if figure and figure.trend else ""
    return Sentence(claim, during(scope), trend)


def plural(count: int, noun: str) -> str:
    """1 question, 1,972 questions"""
    return f"{numbers.whole(count)} {noun}" if count == 1 else f"{numbers.whole(count)} {noun}s"


def nothing(noun: str, scope: Scope) -> str:
    """What is said when there is nothing in a range; the noun is the section's."""
    return f"No {noun} in this range. Data starts {words.day(scope.org.data_start_on)}."


def context(scope: Scope, through: str) -> str:
    """Where the numbers come from: project, days, zone, freshness (D-48)."""
    span = f"{words.span(scope.period)} ({words.days(scope.period.days)})"
    return " • ".join((scope.title, span, scope.org.time_zone, through))
