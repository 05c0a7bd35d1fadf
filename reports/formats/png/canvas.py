"""A picture as flat shapes in pixels."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.formats.palette import INK

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


def flat(shapes: Iterable[Shape | Sequence[Shape]]) -> tuple[Shape, ...]:
    """Shapes and groups of shapes in their order, as one group."""
    found: list[Shape] = []
    for shape in shapes:
        found.extend(shape if isinstance(shape, Sequence) else (shape,))
    return tuple(found)


Mark = Callable[[Point], tuple[Shape, ...]]
