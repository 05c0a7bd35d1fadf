"""Dates and spans as sentences have them, the same in every format."""

from datetime import date, datetime

from reports.period import Period

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(when: date) -> str:
    """Nov 22, 2026"""
    return f"{short_day(when)}, {when.year}"


def short_day(when: date) -> str:
    """Nov 22"""
    return f"{MONTHS[when.month - 1]} {when.day}"


def span(period: Period) -> str:
    """Oct 24 – Nov 22, 2026; Dec 30, 2025 – Jan 2, 2026; Nov 22, 2026 for one day."""
    first, last = period.start, period.last
    if first == last:
        return day(first)
    return f"{short_day(first) if first.year == last.year else day(first)} – {day(last)}"


def dates(period: Period) -> str:
    """A span within one month in short, as in Jan 1–31, 2026; any other as `span` has it."""
    first, last = period.start, period.last
    if first == last or (first.year, first.month) != (last.year, last.month):
        return span(period)
    return f"{short_day(first)}–{last.day}, {last.year}"


def days(count: int) -> str:
    """1 day, 14 days"""
    return "1 day" if count == 1 else f"{count} days"


def moment(when: datetime, today: date) -> str:
    """13:47 for a moment of today, Nov 21 13:47 for another day, with the year when it is another one."""
    time = f"{when.hour:02d}:{when.minute:02d}"
    if when.date() == today:
        return time
    return f"{short_day(when) if when.year == today.year else day(when)} {time}"


def joined(items: tuple[str, ...]) -> str:
    """a, b and c"""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
