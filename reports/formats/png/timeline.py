"""A timeline as stacked bars."""

from reports.formats.palette import GREY, MUTED, colours
from reports.formats.png import bars, dates, plot
from reports.formats.png.canvas import Areas, Label, Scene, Shape, flat
from reports.formats.png.head import PAD, WIDE, head
from reports.formats.png.legend import ROW, Entry, legend, rows, striped, swatch
from reports.parts import Series, Timeline, Unit

UNITS = {Unit.COUNT: "", Unit.CREDITS: "credits ", Unit.LINES: "lines ", Unit.RATE: ""}


def timeline(part: Timeline, subtitle: str = "") -> Scene:
    """Stacked bars with their legend; partial buckets are striped, negative numbers hang below the axis."""
    series = bars.drawn(part)
    stacked = bars.stacks(series, len(part.buckets))
    fills = colours([one.key for one in series])
    entries = rows(_entries(part, series, fills), WIDE - 2 * PAD)
    frame = plot.frame_of(part, bars.axis(stacked), len(entries))
    legend_top = plot.HIGH - 30 - ROW * len(entries)
    return Scene(
        WIDE,
        plot.HIGH,
        flat(
            [
                head(part.title, subtitle, _counted(part)),
                plot.grid(frame, part.unit, not any(stacked)),
                *(
                    Areas(plot.outlines(frame, one), fill)
                    for one, fill in zip(stacked, fills, strict=True)
                    if one
                ),
                plot.partial_stripes(frame, part, stacked),
                plot.zero_line(frame),
                plot.totals(frame, part, series),
                plot.date_labels(frame, part),
                () if any(stacked) else _nothing(frame),
                legend(entries, (PAD, legend_top)),
            ]
        ),
    )


def _counted(part: Timeline) -> str:
    """credits per day; how wide one bucket alone is does not show from it"""
    per = dates.PER[dates.step(part.buckets)] if len(part.buckets) > 1 else ""
    return f"{UNITS[part.unit]}{per}".strip()


def _entries(part: Timeline, series: tuple[Series, ...], fills: tuple[str, ...]) -> tuple[Entry, ...]:
    known = [Entry(swatch(fill), one.label) for one, fill in zip(series, fills, strict=True)]
    note = dates.partial(part.buckets, part.partial)
    return (*known, Entry(striped(GREY), note)) if note else tuple(known)


def _nothing(frame: plot.Frame) -> Shape:
    middle = ((frame.left + WIDE - PAD) / 2, (frame.top + frame.bottom) / 2)
    return Label("Nothing in this range", middle, 34, MUTED, align="center")
