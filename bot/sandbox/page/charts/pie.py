"""A pie."""

from math import cos, pi, sin

from bot.sandbox.page.charts.axes import Chart, number
from bot.sandbox.page.markup import Html, tag

_RADIUS = 100


def pie(chart: Chart, title: str) -> Html:
    """Segments clockwise from the top, in the order given."""
    segments = chart.get("segments", ())
    values = [float(segment.get("value", 0)) for segment in segments]
    total = sum(values) or 1.0
    starts = [sum(values[:index]) / total for index in range(len(values))]
    drawn = (
        tag("path", {"d": _slice(start, value / total), "class": f"slice fill-{index}"}, _hint(segment))
        for index, (segment, start, value) in enumerate(zip(segments, starts, values, strict=True))
    )
    told = ", ".join(
        f"{segment.get('label', '')} {number(float(segment.get('value', 0)))}" for segment in segments
    )
    size = _RADIUS + 4
    view = {"viewBox": f"{-size} {-size} {2 * size} {2 * size}", "role": "img", "class": "pie"}
    return tag("svg", {**view, "aria-label": f"{title}: {told}"}, *drawn)


def _slice(start: float, share: float) -> str:
    # An arc cannot end where it begins, so that a whole pie stops just short of it.
    end = start + min(share, 0.9999)
    wide = 1 if end - start > 0.5 else 0
    return f"M0 0 L{_point(start)} A{_RADIUS} {_RADIUS} 0 {wide} 1 {_point(end)} Z"


def _point(turn: float) -> str:
    return f"{_RADIUS * sin(2 * pi * turn):.2f} {-_RADIUS * cos(2 * pi * turn):.2f}"


def _hint(segment: Chart) -> Html:
    return tag("title", None, f"{segment.get('label', '')}: {number(float(segment.get('value', 0)))}")
