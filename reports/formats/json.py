"""A report as plain data: numbers as integers, credits as decimal text, rates as pairs, dates as text."""

from datetime import date
from typing import Any, assert_never

from reports.numbers import Credits, Rate
from reports.parts import Cell, Edge, Figure, Graph, Meter, Node, Note, Part, Table, Timeline, Trend, Unit
from reports.report import Report

Json = Any


def report(report: Report) -> dict[str, Json]:
    """The report with every part it holds; `start` is inclusive, `end` exclusive, times are in the zone."""
    scope = report.scope
    return {
        "section": report.section.name,
        "title": report.section.title,
        "scope": {
            "org": scope.org.slug,
            "project": scope.project.slug if scope.project else None,
            "start": scope.period.start.isoformat(),
            "end": scope.period.end.isoformat(),
            "step": str(scope.step),
            "time_zone": scope.org.time_zone,
        },
        "as_of": scope.as_of.isoformat(),
        "data_through": report.data_through.isoformat() if report.data_through else None,
        "parts": [part(each) for each in report.parts],
    }


def part(part: Part) -> dict[str, Json]:
    """One part, named by its kind."""
    match part:
        case Figure():
            return _figure(part)
        case Meter():
            return _meter(part)
        case Timeline():
            return _timeline(part)
        case Table():
            return _table(part)
        case Graph():
            return _graph(part)
        case Note():
            return {"part": "note", "key": part.key, "text": part.text}
    assert_never(part)


def _figure(part: Figure) -> dict[str, Json]:
    return {
        "part": "figure",
        "key": part.key,
        "label": part.label,
        "now": cell(part.now),
        "before": cell(part.before),
        "unit": str(part.unit),
        "trend": cell(part.trend),
        "hint": part.hint,
    }


def _meter(part: Meter) -> dict[str, Json]:
    return {
        "part": "meter",
        "key": part.key,
        "title": part.title,
        "used": cell(part.used),
        "limit": cell(part.limit),
        "level": str(part.level),
        "lines": list(part.lines),
    }


def _timeline(part: Timeline) -> dict[str, Json]:
    return {
        "part": "timeline",
        "key": part.key,
        "title": part.title,
        "unit": str(part.unit),
        "buckets": [_day(day) for day in part.buckets],
        "partial": list(part.partial),
        "series": [
            {"key": row.key, "label": row.label, "values": [_value(value, part.unit) for value in row.values]}
            for row in part.series
        ],
    }


def _table(part: Table) -> dict[str, Json]:
    return {
        "part": "table",
        "key": part.key,
        "title": part.title,
        "headings": list(part.headings),
        "rows": [[cell(value) for value in row] for row in part.rows],
        "total": [cell(value) for value in part.total] if part.total is not None else None,
    }


def _graph(part: Graph) -> dict[str, Json]:
    return {
        "part": "graph",
        "key": part.key,
        "title": part.title,
        "nodes": [_node(node) for node in part.nodes],
        "edges": [_edge(edge) for edge in part.edges],
    }


def _node(node: Node) -> dict[str, Json]:
    return {
        "id": node.id,
        "name": node.name,
        "type": node.type,
        "processed": node.processed,
        "transitioned": node.transitioned,
        "removed": node.removed,
    }


def _edge(edge: Edge) -> dict[str, Json]:
    return {"from": edge.source, "to": edge.target, "moves": edge.moves, "published": edge.published}


def cell(value: Cell) -> Json:
    """A number or text as plain data; absent is null."""
    match value:
        case Credits():
            return str(value)
        case Rate():
            return [value.numerator, value.denominator]
        case Trend():
            return {"state": str(value.state), "percent": value.percent, "text": value.text}
        case _:
            return value


def _value(value: int, unit: Unit) -> Json:
    return cell(Credits(value)) if unit is Unit.CREDITS else value


def _day(day: date) -> str:
    return day.isoformat()
