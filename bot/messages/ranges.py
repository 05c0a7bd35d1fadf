"""The common ranges of days by name, as menus offer them."""

from datetime import date

from reports import words
from reports.period import Period

RANGES = (
    ("last-7d", "Last 7 days"),
    ("last-30d", "Last 30 days"),
    ("last-90d", "Last 90 days"),
    ("this-week", "This week"),
    ("last-week", "Last week"),
    ("this-month", "This month"),
    ("last-month", "Last month"),
    ("this-quarter", "This quarter"),
    ("last-quarter", "Last quarter"),
    ("ytd", "This year so far"),
    ("all", "All data"),
)
CONTRACT = ("contract", "Contract term to date")


def spoken(word: str) -> str:
    """A range of dates as people say it; other words stay."""
    first, dots, last = word.partition("..")
    if not dots:
        return word
    return words.span(Period.through(date.fromisoformat(first), date.fromisoformat(last)))
