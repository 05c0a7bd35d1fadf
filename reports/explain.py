"""A report explained: what each of its numbers counts, over which days, and what is behind the first one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from reports import words
from reports.definition import Definition
from reports.parts import Figure, Table
from reports.period import Period
from reports.report import Report
from reports.scope import Scope
from reports.sections import section_named
from storage.rows import EventRow, Place, latest_rows
from storage.store import Store

FIRST = 10  # rows that are shown
CLOCK = "%H:%M"
TERM = "The contract's term to date, of the whole organisation"


@dataclass(frozen=True)
class Meaning:
    """What a number counts; `label` is how the report calls it."""

    label: str
    text: str


@dataclass(frozen=True)
class Explanation:
    """What stands behind a report: meanings, facts as (name, text), and the latest rows of its first number.

    `rows` None: these are not events one by one, or the reader may not see them.
    """

    meanings: tuple[Meaning, ...]
    facts: tuple[tuple[str, str], ...]
    rows: tuple[EventRow, ...] | None


def explain(report: Report, store: Store, rows: bool) -> Explanation:
    """Explain a report; `rows` says whether the reader may see the events behind its first number."""
    return Explanation(
        meanings=tuple(_meanings(report)),
        facts=tuple(_facts(report)),
        rows=_rows(report, store) if rows else None,
    )


def definition(key: str) -> Definition | None:
    """What the part with a key means; its section is the first word of the key."""
    found = section_named(key.partition(".")[0]).definitions
    return next((each for each in found if each.key == key), None)


def _meanings(report: Report) -> Iterator[Meaning]:
    for part in report.parts:
        found = definition(part.key) if isinstance(part, Figure | Table) else None
        if found and isinstance(part, Figure):
            yield Meaning(part.label, found.text)
        elif found and isinstance(part, Table):
            yield Meaning(part.title, found.text)


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    scope = report.scope
    yield from _covered(scope) if report.section.filters else [("Covers", TERM)]
    yield "Fresh to", _fresh(report)
    yield "Counted", f"{words.day(scope.today)} {scope.as_of:{CLOCK}} {scope.org.time_zone}"


def _covered(scope: Scope) -> Iterator[tuple[str, str]]:
    yield "Project", scope.title
    days = words.days(scope.period.days)
    yield "Days", f"{words.span(scope.period)} ({days}), whole days in {scope.org.time_zone}"
    yield "In UTC", _utc(scope.period, ZoneInfo(scope.org.time_zone))
    before = scope.comparison.before
    none = scope.comparison.instead.text if scope.comparison.instead else "none"
    yield "Compared with", words.span(before) if before else none


def _utc(period: Period, zone: ZoneInfo) -> str:
    """The moments between which the days lie, the end not included."""
    first, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (period.start, period.end))
    return f"{words.day(first.date())} {first:{CLOCK}} to {words.day(end.date())} {end:{CLOCK}}"


def _fresh(report: Report) -> str:
    through = report.data_through
    if through is None:
        return "no data has arrived yet"
    return f"{words.day(through.date())} {through:{CLOCK}}, the latest event that has arrived"


def _rows(report: Report, store: Store) -> tuple[EventRow, ...] | None:
    found = definition(report.figures[0].key) if report.figures else None
    if found is None or found.source is None:
        return None
    scope = report.scope
    place = Place(scope.org.id, scope.project_id, (scope.period.start, scope.period.end))
    return latest_rows(store.connection, place, found.source, FIRST)
