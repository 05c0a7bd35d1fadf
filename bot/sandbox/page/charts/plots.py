"""Bars, lines and areas over categories."""

from collections.abc import Iterable

from bot.sandbox.page.charts.axes import HEIGHT, WIDTH, Axes, Chart, axes, grid, number, points
from bot.sandbox.page.markup import Html, joined, tag

_GAP = 0.2  # of a category's width, between groups of bars


def bars(chart: Chart, title: str) -> Html:
    """Bars side by side, one group per category."""
    frame = axes(chart)
    drawn = (_bars(frame, chart, index) for index in range(len(chart.get("series", ()))))
    return _drawing(chart, frame, title, drawn)


def lines(chart: Chart, title: str) -> Html:
    """One line per series, with its points."""
    frame = axes(chart)
    drawn = (_line(frame, one, index) for index, one in enumerate(chart.get("series", ())))
    return _drawing(chart, frame, title, drawn)


def area(chart: Chart, title: str) -> Html:
    """One filled area per series, the first at the back."""
    frame = axes(chart)
    drawn = (
        joined([_filled(frame, points(one), index), _line(frame, one, index)])
        for index, one in enumerate(chart.get("series", ()))
    )
    return _drawing(chart, frame, title, drawn)


def _drawing(chart: Chart, frame: Axes, title: str, drawn: Iterable[Html]) -> Html:
    attributes = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-label": f"{title}: {_told(chart)}"}
    return tag("svg", attributes, grid(frame, chart), *drawn)


def _told(chart: Chart) -> str:
    return "; ".join(
        f"{one.get('name', '')} {', '.join(number(value) for value in points(one))}"
        for one in chart.get("series", ())
    )


def _bars(frame: Axes, chart: Chart, index: int) -> Html:
    series = chart["series"][index]
    width = frame.step * (1 - _GAP) / len(chart["series"])
    shown = []
    for place, value in enumerate(points(series)):
        x = frame.x(place) - frame.step * (1 - _GAP) / 2 + index * width
        top, bottom = frame.y(max(value, 0)), frame.y(min(value, 0))
        box = {"x": f"{x:.1f}", "y": f"{top:.1f}", "width": f"{max(width - 1, 1):.1f}", "rx": "2"}
        height = {"height": f"{max(bottom - top, 0):.1f}", "class": f"fill-{index}"}
        shown.append(tag("rect", {**box, **height}, _hint(series, frame, place, value)))
    return joined(shown)


def _line(frame: Axes, series: Chart, index: int) -> Html:
    values = points(series)
    path = tag("polyline", {"points": _path(frame, values), "class": f"line line-{index}"})
    dots = (
        tag(
            "circle",
            {
                "cx": f"{frame.x(place):.1f}",
                "cy": f"{frame.y(value):.1f}",
                "r": "3",
                "class": f"fill-{index}",
            },
            _hint(series, frame, place, value),
        )
        for place, value in enumerate(values)
    )
    return joined([path, *dots])


def _filled(frame: Axes, values: list[float], index: int) -> Html:
    floor = f"{frame.y(0):.1f}"
    corners = f"{frame.x(0):.1f},{floor} {_path(frame, values)} {frame.x(len(values) - 1):.1f},{floor}"
    return tag("polygon", {"points": corners, "class": f"area fill-{index}"})


def _path(frame: Axes, values: list[float]) -> str:
    return " ".join(f"{frame.x(place):.1f},{frame.y(value):.1f}" for place, value in enumerate(values))


def _hint(series: Chart, frame: Axes, place: int, value: float) -> Html:
    category = frame.categories[place] if place < len(frame.categories) else ""
    return tag("title", None, f"{series.get('name', '')}, {category}: {number(value)}")
