"""A chart in words, for those who do not see it: what it shows, its range, its extremes, its trend."""

from typing import assert_never

from reports import numbers, words
from reports.numbers import Number
from reports.parts import Graph, Meter, Timeline, Unit
from reports.period import Step
from reports.report import Chart, Report
from reports.sums import worth

LONGEST = 1000  # what Slack takes with an upload; an image block would take 2,000

_EACH = {Step.DAILY: "day", Step.WEEKLY: "week", Step.MONTHLY: "month"}


def alt(report: Report, chart: Chart) -> str:
    """One chart of a report in a few sentences without markup, at most 1,000 characters."""
    match chart:
        case Timeline():
            said = _timeline(report, chart)
        case Meter():
            said = f"{chart.title}: {'. '.join(chart.lines)}."
        case Graph():
            said = _graph(chart)
        case _:
            assert_never(chart)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _timeline(report: Report, chart: Timeline) -> str:
    totals = [sum(column) for column in zip(*(row.values for row in chart.series), strict=True)]
    step = report.scope.step
    said = f"Stacked bar chart: {chart.title} per {_EACH[step]}, {words.span(report.scope.period)}."
    if not any(totals):
        return f"{said} Nothing in this range."
    labels = [words.day(bucket) for bucket in chart.buckets]
    high, low = totals.index(max(totals)), totals.index(min(totals))
    said += f" Total {_said(sum(totals), chart.unit)}{_trend(report, worth(sum(totals), chart.unit))}."
    if len(totals) > 1:
        said += f" Highest {_said(totals[high], chart.unit)} ({labels[high]}),"
        said += f" lowest {_said(totals[low], chart.unit)} ({labels[low]}),"
        said += (
            f" last {_said(totals[-1], chart.unit)} ({labels[-1]}{', partial' if chart.partial[-1] else ''})."
        )
    largest = sorted(chart.series, key=lambda row: -sum(row.values))[:3]
    shares = (f"{row.label} {_said(sum(row.values), chart.unit)}" for row in largest if any(row.values))
    return f"{said} Most: {', '.join(shares)}."


def _trend(report: Report, total: Number) -> str:
    """The trend of the figure that the chart is about, if the report has one with this total."""
    trend = next((figure.trend for figure in report.figures if figure.now == total), None)
    if trend is None:
        return ""
    return f", {trend.text} against the period before" if trend.percent else f", {trend.text}"


def _graph(chart: Graph) -> str:
    names = {node.id: node.name for node in chart.nodes}
    moves = sorted((edge for edge in chart.edges if edge.moves), key=lambda edge: -edge.moves)
    stages = ", ".join(f"{node.name} {node.processed}" for node in chart.nodes)
    flow = ", ".join(f"{names[e.source]} to {names[e.target]} {e.moves}" for e in moves)
    return f"Graph of the stages of {chart.title}. Issues processed: {stages}. Moves: {flow or 'none'}."


def _said(value: int, unit: Unit) -> str:
    number: Number = worth(value, unit)
    return numbers.text(number) + (" credits" if unit is Unit.CREDITS else "")
