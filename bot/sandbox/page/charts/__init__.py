"""Small drawings of a `data_visualization` chart as SVG: bars, lines, areas, a pie, and their legend."""

from bot.sandbox.page.charts.legend import legend
from bot.sandbox.page.charts.pie import pie
from bot.sandbox.page.charts.plots import area, bars, lines

__all__ = ["area", "bars", "legend", "lines", "pie"]
