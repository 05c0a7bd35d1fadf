"""A report as plain text: what a screen reader reads instead of the blocks, and what a terminal shows."""

from reports import numbers
from reports.numbers import Credits, Number
from reports.parts import Cell, Figure, Meter, Table, Trend, Unit
from reports.report import Report

ABSENT = "–"


def cell(value: Cell) -> str:
    """One cell as people read it."""
    match value:
        case None:
            return ABSENT
        case str():
            return value
        case Trend():
            return value.text
        case Credits():
            return numbers.credits(value, 2)
        case _:
            return numbers.text(value)


def number(value: Number | None, unit: Unit) -> str:
    """A figure's number: lines in short form, what was never reported said so."""
    if value is None:
        return "not reported"
    if unit is Unit.LINES and isinstance(value, int):
        return numbers.short(value)
    return numbers.text(value)


def figure(part: Figure) -> str:
    """Questions: 1,972 (▲ 64%)"""
    said = [text for text in (part.trend.text if part.trend else "", part.hint) if text]
    behind = f" ({', '.join(said)})" if said else ""
    return f"{part.label}: {number(part.now, part.unit)}{behind}"


def meter(part: Meter) -> str:
    """The card of a contract in one line: its name, and what stands beside its bar."""
    return f"{part.title}: {'. '.join(part.lines)}"


def table_line(table: Table, rows: int) -> str:
    """The first rows of a table in one line: Category: Execute 375, Explain 335, … and 9 more"""
    shown = [f"{row[0]} {cell(row[table.labels])}" for row in table.rows[:rows]]
    rest = len(table.rows) - rows
    more = [f"… and {rest} more"] if rest > 0 else []
    return f"{table.title}: {', '.join(shown + more) or 'nothing'}"


def text(report: Report, rows: int = 5) -> str:
    """The whole report in a few lines, with the real numbers."""
    lines = [f"{report.section.title}: {report.sentence}"]
    lines += [figure(part) for part in report.figures[1:]]
    lines += [meter(part) for part in report.charts if isinstance(part, Meter)]
    lines += [table_line(part, rows) for part in report.tables]
    lines += [part.text for part in report.notes]
    return "\n".join([*lines, report.context])
