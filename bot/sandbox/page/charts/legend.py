"""Which colour stands for what."""

from bot.sandbox.page.charts.axes import Chart, number
from bot.sandbox.page.markup import Html, tag


def legend(chart: Chart) -> Html:
    """The names of the series, or the segments of a pie with their values."""
    entries = [str(one.get("name", "")) for one in chart.get("series", ())]
    entries += [
        f"{one.get('label', '')} · {number(float(one.get('value', 0)))}" for one in chart.get("segments", ())
    ]
    return tag("ul", {"class": "legend"}, *(_entry(index, words) for index, words in enumerate(entries)))


def _entry(index: int, words: str) -> Html:
    swatch = tag("svg", {"viewBox": "0 0 10 10", "aria-hidden": "true"}, _square(index))
    return tag("li", None, swatch, words)


def _square(index: int) -> Html:
    return tag("rect", {"width": "10", "height": "10", "rx": "2", "class": f"fill-{index}"})
