"""An export as a CSV file: RFC 4180, CRLF, for UTF-8; written line by line, because it may be long."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports import numbers
from reports.formats.guard import safe_cell
from reports.numbers import Rate, half_up
from reports.parts import Cell, Trend
from reports.report import Report

ABSENT = "–"
PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9 .@_()/-]*").fullmatch
QUOTED = frozenset('",;\t\r\n')  # what some spreadsheet takes for the end of a cell


def file_name(day: date) -> str:
    """playerzero-usage-2026-12-01.csv, by the local day of the export."""
    return f"playerzero-usage-{day.isoformat()}.csv"


def lines(report: Report, exported_at: datetime) -> Iterator[str]:
    """The lines of the file, each with its end: where it comes from, then every table after a blank line.

    `exported_at` is shown in the organisation's zone.
    """
    yield from map(line, _head(report, exported_at))
    for table in report.tables:
        yield line(())
        yield line((table.title,))
        yield line(table.headings)
        yield from map(line, table.rows)


def _head(report: Report, exported_at: datetime) -> Iterator[tuple[str, ...]]:
    scope = report.scope
    moment = exported_at.astimezone(ZoneInfo(scope.org.time_zone))
    yield ("PlayerZero Usage Export",)
    yield "Date Range", f"{scope.period.start} to {scope.period.last}"
    yield "Scope", scope.title
    yield "Exported At", moment.isoformat(timespec="seconds")
    yield "Time Zone", scope.org.time_zone
    yield from (("Note", note.text) for note in report.notes if note.key == "export.empty")


def line(cells: Iterable[Cell]) -> str:
    """The cells as one line with its end."""
    return ",".join(map(field, cells)) + "\r\n"


def field(cell: Cell) -> str:
    """A cell as one field. Most are numbers or plain words, which need neither guard nor quotes."""
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, str) and PLAIN(cell):
        return cell
    return quoted(text(cell))


def text(cell: Cell) -> str:
    """A cell as the file has it: numbers unformatted, percentages with one decimal, text guarded."""
    match cell:
        case None:
            return ABSENT
        case str():
            return safe_cell(cell)
        case Rate():
            return _percent(cell)
        case Trend():
            return cell.text
        case _:
            return str(cell)


def _percent(rate: Rate) -> str:
    fraction = rate.fraction
    if fraction is None or rate.of_limit:
        return numbers.percent(rate)
    units, tenth = divmod(half_up(fraction * 1000), 10)
    return f"{units}.{tenth}%"


def quoted(text: str) -> str:
    """The text as one field."""
    return '"' + text.replace('"', '""') + '"' if QUOTED.intersection(text) else text
