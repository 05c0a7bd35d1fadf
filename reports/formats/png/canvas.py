"""A picture as flat shapes in pixels, and the painting of it with matplotlib's Agg."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from reports.formats.palette import INK, PAPER
from reports.formats.png.encoding import encoded
from reports.formats.png.lettering import font

DPI = 100

Point = tuple[float, float]
Path = tuple[Point, ...]


@dataclass(frozen=True)
class Areas:
    """Filled outlines of one colour; many are drawn as fast as one."""

    outlines: tuple[Path, ...]
    fill: str


@dataclass(frozen=True)
class Lines:
    """Open lines of one colour and width; `dash` is pixels on and off."""

    paths: tuple[Path, ...]
    colour: str
    width: float
    dash: tuple[float, float] | None = None


@dataclass(frozen=True)
class Label:
    """A line of words; `at` is on its baseline, at its left end, middle or right end."""

    text: str
    at: Point
    size: float
    colour: str = INK
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"


Shape = Areas | Lines | Label


@dataclass(frozen=True)
class Scene:
    """Shapes on paper, later ones over earlier ones. The origin is at the top left, y points down."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def painted(scene: Scene) -> bytes:
    """The PNG of a scene, without alpha: Slack does not say whether its page is light or dark."""
    figure = Figure(figsize=(scene.width / DPI, scene.height / DPI), dpi=DPI, facecolor=PAPER)
    canvas = FigureCanvasAgg(figure)
    for depth, shape in enumerate(scene.shapes):
        artist = _artist(shape, scene.height)
        artist.set_transform(IdentityTransform())
        artist.set_zorder(depth)
        figure.add_artist(artist)
    canvas.draw()  # type: ignore[no-untyped-call]
    return encoded(np.asarray(canvas.buffer_rgba())[:, :, :3])  # type: ignore[no-untyped-call]


def _artist(shape: Shape, height: int) -> Artist:
    match shape:
        case Areas():
            return PolyCollection(_up(shape.outlines, height), facecolors=shape.fill, linewidths=0)
        case Lines():
            points = shape.width * 72 / DPI
            style = "solid" if shape.dash is None else (0, tuple(d / shape.width for d in shape.dash))
            return LineCollection(
                _up(shape.paths, height), colors=shape.colour, linewidths=points, linestyles=[style]
            )
        case Label():
            return Text(
                shape.at[0],
                height - shape.at[1],
                shape.text,
                color=shape.colour,
                fontproperties=font(shape.size, shape.bold),
                horizontalalignment=shape.align,
                verticalalignment="baseline",
                parse_math=False,
            )
        case _:
            assert_never(shape)


def _up(paths: Iterable[Path], height: int) -> list[list[Point]]:
    """Agg counts from the bottom."""
    return [[(x, height - y) for x, y in path] for path in paths]


def flat(shapes: Iterable[Shape | Sequence[Shape]]) -> tuple[Shape, ...]:
    """Shapes and groups of shapes in their order, as one group."""
    found: list[Shape] = []
    for shape in shapes:
        found.extend(shape if isinstance(shape, Sequence) else (shape,))
    return tuple(found)


Mark = Callable[[Point], tuple[Shape, ...]]
