"""Where the bars of a timeline stand, with their grid, numbers and dates."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reports.formats.palette import FAINT, GRID, INK, MUTED, PAPER
from reports.formats.png import bars, dates
from reports.formats.png.canvas import Label, Lines, Path, Shape
from reports.formats.png.head import PAD, SMALL_LINE, WIDE
from reports.formats.png.legend import ROW
from reports.formats.png.lettering import fitted, width
from reports.formats.png.outlines import box, rounded, stripes
from reports.parts import Series, Timeline, Unit

HIGH = 800
WORDS = 28
WIDEST_BAR = 120
FULL = 0.74  # of a bucket's room; the rest is air between bars
TOTALS = 14  # buckets; more bars than that stand too close for numbers above them
GAP = LEAST = 2
ROUND = 7


@dataclass(frozen=True)
class Frame:
    """Where the bars stand: the plot in pixels, the axis, and the buckets."""

    left: float
    top: float
    bottom: float
    axis: bars.Axis
    buckets: int

    @cached_property
    def slot(self) -> float:
        return (WIDE - PAD - self.left) / max(self.buckets, 1)

    @cached_property
    def bar(self) -> float:
        return max(2.0, round(min(self.slot * FULL, WIDEST_BAR)))

    def middle(self, bucket: int) -> float:
        return self.left + self.slot * (bucket + 0.5)

    def x(self, bucket: int) -> float:
        return round(self.middle(bucket) - self.bar / 2)

    def y(self, value: int) -> float:
        return round(self.bottom - (self.bottom - self.top) * self.axis.share(value))


def frame_of(part: Timeline, axis: bars.Axis, legend_rows: int) -> Frame:
    """The room that is left between the head and the legend, right of the numbers of the axis."""
    ticks = [width(_tick(value, part.unit), WORDS) for value in axis.ticks]
    top = SMALL_LINE + 42 + (34 if len(part.buckets) <= TOTALS else 0)
    return Frame(PAD + max(ticks) + 22, top, HIGH - 30 - ROW * legend_rows - 102, axis, len(part.buckets))


def _tick(value: int, unit: Unit) -> str:
    return fitted(bars.tick(value, unit), WORDS, 260)


def grid(frame: Frame, unit: Unit, empty: bool) -> tuple[Shape, ...]:
    """The lines of the axis with their numbers; an empty chart has no number but zero."""
    lines = tuple(((frame.left, frame.y(v)), (WIDE - PAD, frame.y(v))) for v in frame.axis.ticks)
    labels = (
        Label(_tick(v, unit), (frame.left - 18, frame.y(v) + 10), WORDS, MUTED, align="right")
        for v in frame.axis.ticks
        if v == 0 or not empty
    )
    return (Lines(lines, GRID, 2), *labels)


def zero_line(frame: Frame) -> Shape:
    """The line on which the bars stand."""
    return Lines((((frame.left, frame.y(0)), (WIDE - PAD, frame.y(0))),), FAINT, 2)


def outlines(frame: Frame, segments: tuple[bars.Segment, ...]) -> tuple[Path, ...]:
    """The segments of one series."""
    return tuple(_outline(frame, segment) for segment in segments)


def _outline(frame: Frame, segment: bars.Segment) -> Path:
    """One segment, apart from the next by a line of paper; the end of a bar is rounded instead.

    The end is at least two pixels high, so that a little does not look like nothing.
    """
    top, bottom = frame.y(segment.high), frame.y(segment.low)
    up = segment.high > 0
    gap = GAP if frame.bar > 2 * ROUND else 1
    if not segment.outer and bottom - top > 2 * gap:
        top, bottom = (top + gap, bottom) if up else (top, bottom - gap)
    if segment.outer and bottom - top < LEAST:
        top, bottom = (bottom - LEAST, bottom) if up else (top, top + LEAST)
    corner, size = (frame.x(segment.bucket), top), (frame.bar, bottom - top)
    if not segment.outer:
        return box(corner, size)
    turn = min(ROUND, frame.bar / 3)
    return rounded(corner, size, (turn, turn, 0, 0) if up else (0, 0, turn, turn))


def partial_stripes(
    frame: Frame, part: Timeline, stacked: tuple[tuple[bars.Segment, ...], ...]
) -> tuple[Shape, ...]:
    """Stripes of paper over the bars of partial buckets."""
    found: list[Path] = []
    for bucket in (index for index, half in enumerate(part.partial) if half):
        ends = [(one.low, one.high) for segments in stacked for one in segments if one.bucket == bucket]
        if ends:
            top, bottom = frame.y(max(high for _, high in ends)), frame.y(min(low for low, _ in ends))
            found += stripes((frame.x(bucket), top), (frame.bar, bottom - top), 13)
    return (Lines(tuple(found), PAPER, 4),) if found else ()


def totals(frame: Frame, part: Timeline, series: tuple[Series, ...]) -> tuple[Shape, ...]:
    """The sum of each bar above it, when the bars are few."""
    if not 0 < len(part.buckets) <= TOTALS:
        return ()
    shapes: list[Shape] = []
    for bucket in range(len(part.buckets)):
        values = [one.values[bucket] for one in series]
        if any(values):
            text = fitted(bars.total(sum(values), part.unit), WORDS, max(frame.slot - 6, 40))
            top = frame.y(sum(value for value in values if value > 0)) - 12
            shapes.append(Label(text, (frame.middle(bucket), top), WORDS, INK, align="center"))
    return tuple(shapes)


def date_labels(frame: Frame, part: Timeline) -> tuple[Shape, ...]:
    """The dates below the bars, as many as fit, each year said once."""
    if not part.buckets:
        return ()
    step = dates.step(part.buckets)
    words = [dates.name(bucket, step) for bucket in part.buckets]

    def fit(chosen: tuple[int, ...]) -> bool:
        room = frame.slot * min((b - a for a, b in pairwise(chosen)), default=len(words))
        return max(width(words[index], WORDS) for index in chosen) + 22 <= room

    chosen = dates.named(part.buckets, fit)
    shapes: list[Shape] = []
    for index, year in zip(chosen, dates.years(part.buckets, chosen), strict=True):
        shapes.append(_centred(frame, index, words[index], 42))
        if year:
            shapes.append(_centred(frame, index, year, 76))
    return tuple(shapes)


def _centred(frame: Frame, bucket: int, text: str, below: float) -> Label:
    """A label below a bucket, moved inside the picture where it would leave it."""
    half = width(text, WORDS) / 2
    x = min(max(frame.middle(bucket), PAD / 2 + half), WIDE - PAD / 2 - half)
    return Label(text, (x, frame.bottom + below), WORDS, MUTED, align="center")
