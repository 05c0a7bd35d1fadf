"""The common ranges of days by name, as menus offer them."""

import re
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
UNITS = {"d": "day", "w": "week", "m": "month"}
_LATEST = re.compile(r"last-(\d+)([dwm])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q(\d)")


def spoken(word: str) -> str:
    """A range as people say it: Last 3 months, Oct 2026, Q3 2026, Nov 10 – Nov 20, 2026; other words stay."""
    if found := _LATEST.fullmatch(word):
        return f"Last {found[1]} {UNITS[found[2]]}{'s' * (found[1] != '1')}"
    if found := _MONTH.fullmatch(word):
        return f"{words.MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := _QUARTER.fullmatch(word):
        return f"Q{found[2]} {found[1]}"
    first, dots, last = word.partition("..")
    if not dots:
        return word
    return words.span(Period.through(date.fromisoformat(first), date.fromisoformat(last)))
