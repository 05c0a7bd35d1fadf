"""A report explained in a window: what each number counts, over which days, and what is behind the first."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.messages import block_kit as kit
from bot.messages import modal
from bot.messages.message import Block
from bot.messages.modal import View
from reports import numbers
from reports.explain import Explanation
from reports.numbers import Credits
from reports.report import Report
from reports.words import day
from storage.kinds import CODE, CREDITS_ADJUSTED, CREDITS_USED
from storage.records import Organization
from storage.rows import EventRow

TITLE = "Explain these numbers"
MANAGERS = "Managers also see the events behind the first number here."
NOT_EVENTS = "There are no single events behind the first number."
NOTHING = "No event is behind it in these days."
LABELS = {"layer": "system_layer"}  # the vocabularies that are called otherwise


def explanation(report: Report, explained: Explanation, may_see: bool) -> View:
    """The window; `may_see`: whether the reader is one of those who may see single events."""
    facts = [f"*{kit.escape(name)}*\n{kit.escape(text)}" for name, text in explained.facts]
    blocks = [
        kit.header(report.section.title),
        kit.section(kit.escape(str(report.sentence))),
        *(kit.section(f"*{kit.escape(each.label)}*\n{kit.escape(each.text)}") for each in explained.meanings),
        kit.header("Which days, and how fresh"),
        kit.fields(facts),
        *_rows(report, explained, may_see),
    ]
    return modal.view(TITLE, blocks, close="Close")


def _rows(report: Report, explained: Explanation, may_see: bool) -> Iterator[Block]:
    if not may_see:
        yield kit.context([MANAGERS])
        return
    label = report.figures[0].label if report.figures else report.section.title
    yield kit.header(f"The latest events behind {label}")
    if explained.rows is None:
        yield kit.context([NOT_EVENTS])
    elif not explained.rows:
        yield kit.context([NOTHING])
    else:
        org = report.scope.org
        yield kit.section("\n".join(_line(row, org) for row in explained.rows))
        yield kit.context([f"Times are in {kit.escape(org.time_zone)}. Nobody is named."])


def _line(row: EventRow, org: Organization) -> str:
    """*Nov 22, 2026 14:00*   question.asked • Payments API • Debug • Web app • Engineering"""
    at = row.at.astimezone(ZoneInfo(org.time_zone))
    project = next((each.name for each in org.projects if each.id == row.project_id), "no project")
    values = [org.label(LABELS.get(name, name), value) for name, value in row.values]
    amount = [_amount(row)] if row.kind in (CODE, CREDITS_USED, CREDITS_ADJUSTED) else []
    role = [org.label("job_role", row.role)] if row.role else []
    said = " • ".join((row.kind, project, *values, *amount, *role))
    return f"*{day(at.date())} {at:%H:%M}*   {kit.escape(said)}"


def _amount(row: EventRow) -> str:
    if row.kind == CODE:
        return f"{numbers.whole(row.amount)} lines"
    return f"{numbers.credits(Credits(row.amount), 2)} credits"
