"""Slack's own charts, for private answers that take no picture: what fits their limits, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.messages import block_kit as kit
from bot.messages.message import Block
from reports.numbers import MICRO
from reports.parts import Series, Timeline, Unit
from reports.period import Step, week_of
from reports.report import Report
from reports.words import MONTHS, day, short_day

CHARTS = 2  # in a message
SERIES = 6
POINTS = 20
NAME = 20  # characters of a label
TITLE = 50
READABLE = 24  # bars beside each other; more are lines
REST = "All others"
OPEN = ("Other", "Everyone else")  # names of what is no one thing: the first to go into the rest


@dataclass(frozen=True)
class Plot:
    """A timeline that fits: its series, the labels of its points, and what one point is."""

    title: str
    unit: Unit
    series: tuple[Series, ...]
    labels: tuple[str, ...]
    each: str


def native_charts(report: Report) -> tuple[Block, ...]:
    """At most two charts of a report, its first timelines; without anything in them, none."""
    timelines = [part for part in report.parts if isinstance(part, Timeline)]
    found = (_chart(_plot(report, timeline)) for timeline in timelines if _any(timeline))
    return tuple(chart for chart in found if chart)[:CHARTS]


def _any(timeline: Timeline) -> bool:
    return any(any(series.values) for series in timeline.series)


def _plot(report: Report, timeline: Timeline) -> Plot:
    step, starts = report.scope.step, timeline.buckets
    first, each = _grouping(starts, step, report.scope.org.week_start)
    groups = tuple(dict.fromkeys(first))
    series = tuple(_folded(_few(timeline.series)))
    return Plot(
        title=kit.cut(timeline.title, TITLE),
        unit=timeline.unit,
        series=tuple(_grouped(row, first, groups) for row in series),
        labels=_labels(groups, step),
        each=each,
    )


def _grouping(starts: tuple[date, ...], step: Step, week_start: int) -> tuple[tuple[date, ...], str]:
    """The first day of the point that each bucket belongs to, and what a point is.

    Too many days become weeks; too many weeks or months are taken together, so many that they fit.
    """
    if len(starts) <= POINTS:
        return starts, {Step.DAILY: "Day", Step.WEEKLY: "Week", Step.MONTHLY: "Month"}[step]
    if step is Step.DAILY:
        weeks = tuple(max(week_of(start, week_start), starts[0]) for start in starts)
        if len(set(weeks)) <= POINTS:
            return weeks, "Week"
    size = -(-len(starts) // POINTS)
    unit = {Step.DAILY: "days", Step.WEEKLY: "weeks", Step.MONTHLY: "months"}[step]
    return tuple(starts[at - at % size] for at in range(len(starts))), f"{size} {unit}"


def _grouped(row: Series, first: tuple[date, ...], groups: tuple[date, ...]) -> Series:
    sums = dict.fromkeys(groups, 0)
    for start, value in zip(first, row.values, strict=True):
        sums[start] += value
    return replace(row, values=tuple(sums.values()))


def _few(series: tuple[Series, ...]) -> Iterator[Series]:
    """The largest series, and what is left as one more."""
    if len(series) <= SERIES:
        yield from series
        return
    places = range(len(series))
    ranked = sorted(places, key=lambda at: (series[at].label in OPEN, -sum(series[at].values)))
    kept, rest = sorted(ranked[: SERIES - 1]), ranked[SERIES - 1 :]
    yield from (series[at] for at in kept)
    left = zip(*(series[at].values for at in rest), strict=True)
    yield Series("", REST, tuple(sum(column) for column in left))


def _folded(series: Iterator[Series]) -> Iterator[Series]:
    """The series under names that Slack takes: short, and no two alike."""
    names: set[str] = set()
    for row in series:
        label, number = kit.unmarked(row.label) or "–", 1
        name = kit.cut(label, NAME)
        while name in names:
            number += 1
            mark = f" {number}"
            name = kit.cut(label, NAME - len(mark)) + mark
        names.add(name)
        yield replace(row, label=name)


def _labels(groups: tuple[date, ...], step: Step) -> tuple[str, ...]:
    if step is Step.MONTHLY:
        return tuple(f"{MONTHS[start.month - 1]} {start.year}" for start in groups)
    several = len({start.year for start in groups}) > 1
    return tuple(day(start) if several else short_day(start) for start in groups)


def _chart(plot: Plot) -> Block | None:
    """The block; a single point is a share of a whole, and one of a single series says nothing."""
    points = len(plot.labels)
    if points == 1:
        return _pie(plot)
    lines = len(plot.series) > 1 and points * len(plot.series) > READABLE
    return {
        "type": "data_visualization",
        "title": plot.title,
        "chart": {
            "type": "line" if lines else "bar",
            "series": [
                {
                    "name": row.label,
                    "data": [
                        {"label": label, "value": _worth(value, plot.unit)}
                        for label, value in zip(plot.labels, row.values, strict=True)
                    ],
                }
                for row in plot.series
            ],
            "axis_config": {"categories": list(plot.labels), "x_label": plot.each},
        },
    }


def _pie(plot: Plot) -> Block | None:
    worths = [(row.label, _worth(row.values[0], plot.unit)) for row in plot.series]
    segments = [{"label": label, "value": value} for label, value in worths if value > 0]
    if len(segments) < 2 or any(value < 0 for _, value in worths):
        return None
    return {"type": "data_visualization", "title": plot.title, "chart": {"type": "pie", "segments": segments}}


def _worth(value: int, unit: Unit) -> float | int:
    """A value as it is drawn: whole credits and hundredths, everything else as it is."""
    return round(value / MICRO, 2) if unit is Unit.CREDITS else value
