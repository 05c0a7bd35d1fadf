"""Slack's own charts: a title, a drawing and its legend."""

from bot.sandbox.page.charts import area, bars, legend, lines, pie
from bot.sandbox.page.drawing import Drawer, unsupported
from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block

_DRAWINGS = {"bar": bars, "line": lines, "area": area, "pie": pie}


def _chart(block: Block, reader: Reader) -> Html:
    chart = block.get("chart") or {}
    draw = _DRAWINGS.get(str(chart.get("type")))
    if draw is None:
        return unsupported("chart", chart)
    title = str(block.get("title", ""))
    return tag(
        "figure", {"class": "chart"}, tag("figcaption", None, title), draw(chart, title), legend(chart)
    )


DRAWS: dict[str, Drawer] = {"data_visualization": _chart}
