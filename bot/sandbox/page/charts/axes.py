"""The frame of a drawing: its scale, its grid and the words along it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from bot.sandbox.page.markup import Html, joined, tag
from bot.sandbox.page.texts import cut

Chart = dict[str, Any]

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 26, 46
_LETTERS_PER_LABEL = 8


@dataclass(frozen=True)
class Axes:
    """Where a value or a category stands in the drawing, in its own units (640 × 280)."""

    categories: tuple[str, ...]
    ticks: tuple[float, ...]

    @property
    def step(self) -> float:
        """The width of one category."""
        return (WIDTH - LEFT - RIGHT) / max(len(self.categories), 1)

    def x(self, index: float) -> float:
        """The middle of the category with this index."""
        return LEFT + self.step * (index + 0.5)

    def y(self, value: float) -> float:
        """The height of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)


def axes(chart: Chart) -> Axes:
    """Axes wide enough for every value, zero included."""
    values = [value for series in chart.get("series", ()) for value in points(series)]
    return Axes(tuple(categories(chart)), _ticks(min([0.0, *values]), max([0.0, *values])))


def categories(chart: Chart) -> list[str]:
    """The labels along the bottom."""
    given = (chart.get("axis_config") or {}).get("categories")
    first: Chart = next(iter(chart.get("series", ())), {})
    return [str(one) for one in given or [point.get("label", "") for point in first.get("data", ())]]


def points(series: Chart) -> list[float]:
    """The values of one series, one per category."""
    return [float(point.get("value", 0)) for point in series.get("data", ())]


def number(value: float) -> str:
    """A value as it is written on an axis or in a legend: 1200 is 1,200."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def grid(frame: Axes, chart: Chart) -> Html:
    """The lines behind the values, and the words along both axes."""
    config = chart.get("axis_config") or {}
    names = [
        _words(str(config.get("x_label", "")), (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "middle"),
        _words(str(config.get("y_label", "")), LEFT - 48, 12, "start"),
    ]
    return joined([*(_line(frame, tick) for tick in frame.ticks), *_labels(frame), *names])


def _line(frame: Axes, tick: float) -> Html:
    y = f"{frame.y(tick):.1f}"
    kind = "axis" if tick == 0 else "grid"
    rule = tag("line", {"x1": str(LEFT), "x2": str(WIDTH - RIGHT), "y1": y, "y2": y, "class": kind})
    return joined([rule, _words(number(tick), LEFT - 8, frame.y(tick) + 4, "end")])


def _labels(frame: Axes) -> Sequence[Html]:
    room = max(frame.step / _LETTERS_PER_LABEL, 1)
    longest = max((len(one) for one in frame.categories), default=1)
    every = max(1, ceil((min(longest, 10) + 1) / room))
    return [
        _words(cut(name, max(10, int(room * every))), frame.x(index), HEIGHT - BOTTOM + 18, "middle")
        for index, name in enumerate(frame.categories)
        if index % every == 0
    ]


def _words(words: str, x: float, y: float, anchor: str) -> Html:
    return tag("text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}, words)


def _ticks(low: float, high: float) -> tuple[float, ...]:
    spread = (high - low) or 1.0
    rough = spread / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = floor(low / step), -floor(-high / step)
    return tuple(step * index for index in range(first, max(last, first + 1) + 1))
