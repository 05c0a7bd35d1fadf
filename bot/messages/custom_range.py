"""The window in which days of one's own are chosen for a report."""

from datetime import date

from bot.messages import block_kit as kit
from bot.messages import modal
from bot.messages.message import Block
from bot.messages.modal import View
from reports import ranges
from reports.neighbour import dates
from reports.period import Period
from reports.ranges import Range

CALLBACK = "custom_range"
TITLE = "Choose days"
FIRST, LAST = "first", "last"
MISSING = "Choose a day."


def custom_range(period: Period, zone: str, metadata: str) -> View:
    """The window, beginning with the days of the report; days are whole ones in the zone."""
    blocks = [
        modal.field("First day", _day(FIRST, period.start)),
        modal.field("Last day, included", _day(LAST, period.last)),
        kit.context([f"Whole days in {kit.escape(zone)}."]),
    ]
    return modal.form(CALLBACK, modal.view(TITLE, blocks), "Show", metadata)


def _day(action_id: str, day: date) -> Block:
    return {"type": "datepicker", "action_id": action_id, "initial_date": day.isoformat()}


def wrong(first: str | None, last: str | None, today: date) -> dict[str, str]:
    """What is wrong with two chosen days as of a local day, by the field that says it (D-10)."""
    begin, end = _read(first), _read(last)
    if begin is None or end is None:
        return {name: MISSING for name, day in ((FIRST, begin), (LAST, end)) if day is None}
    sentence = ranges.impossible(Period.through(begin, end), today)
    if sentence is None:
        return {}
    return {FIRST if begin > today and begin <= end else LAST: sentence}


def _read(text: str | None) -> date | None:
    found = ranges.parse_range(f"{text}..{text}")
    return date.fromisoformat(text) if found and text else None


def chosen_range(first: str, last: str) -> Range:
    """The range of two days that nothing is wrong with."""
    return dates(date.fromisoformat(first), date.fromisoformat(last))
