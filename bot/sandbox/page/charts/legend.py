"""Which colour stands for what."""

from bot.sandbox.page.charts.axes import Chart, number
from bot.sandbox.page.markup import Html, tag


def legend(chart: Chart) -> Html:
    """The names of the series, or the segments of a pie with their values."""
    entries = [str(one.get("name", "")) for one in chart.get("series", ())]
    entries += [
        f"{one.get('label', '')} · {number(float(one.get('value', 0)))}" for one in chart.get("segments", ())
    ]
    draw = _dash if chart.get("type") == "line" else _square
    return tag(
        "ul", {"class": "legend"}, *(tag("li", None, draw(at), words) for at, words in enumerate(entries))
    )


def _dash(index: int) -> Html:
    """A piece of the line, in its own dashes."""
    piece = tag("line", {"x1": "0", "x2": "26", "y1": "5", "y2": "5", "class": f"line line-{index}"})
    return tag("svg", {"viewBox": "0 0 26 10", "aria-hidden": "true", "class": "dash"}, piece)


def _square(index: int) -> Html:
    square = tag("rect", {"width": "10", "height": "10", "rx": "2", "class": f"fill-{index}"})
    return tag("svg", {"viewBox": "0 0 10 10", "aria-hidden": "true"}, square)
