"""A stage of a workflow as a box."""

from dataclasses import dataclass

from reports.formats.palette import BLUE, FAINT, FOREST, INK, MUTED, SLATE
from reports.formats.png.canvas import Areas, Label, Lines, Point, Shape
from reports.formats.png.lettering import clean, fitted, width, wrapped
from reports.formats.png.outlines import box
from reports.numbers import short
from reports.parts import Node

NAME, LEAST, NUMBER = 29, 21, 29
LINE = 36
INSIDE = 11
WHITE = "#ffffff"
BORDERS = {"entry": BLUE, "terminal": FOREST}


@dataclass(frozen=True)
class Sizes:
    """How large the words and the numbers in all boxes are, in pixels."""

    name: int
    number: int


def name(node: Node) -> str:
    """The name of a stage; what is no longer in the workflow says so."""
    text = clean(node.name)
    return f"{text} (removed)" if node.removed and not text.endswith("(removed)") else text


def sizes(nodes: tuple[Node, ...], wide: float) -> Sizes:
    """The largest sizes at which no word of any name has to be cut, nor any number."""
    room = wide - 2 * INSIDE
    words = [word for node in nodes for word in name(node).split()]
    numbers = [counts(node) for node in nodes]
    return Sizes(
        next((s for s in range(NAME, LEAST, -1) if all(width(w, s, True) <= room for w in words)), LEAST),
        next((s for s in range(NUMBER, LEAST, -1) if all(width(n, s) <= room for n in numbers)), LEAST),
    )


def height(nodes: tuple[Node, ...], wide: float, size: int) -> float:
    """How high a box must be for the longest name."""
    return 32 + LINE * max((len(wrapped(name(n), size, wide - 2 * INSIDE)) for n in nodes), default=1) + 46


def counts(node: Node) -> str:
    """Issues processed / transitioned; a terminal stage has no second number."""
    moved_on = "–" if node.transitioned is None else short(node.transitioned)
    return f"{short(node.processed)} / {moved_on}"


def stage(node: Node, corner: Point, size: Point, letters: Sizes) -> tuple[Shape, ...]:
    """Name above numbers, both in the middle; dashed when the stage is no longer in the workflow."""
    lines = wrapped(name(node), letters.name, size[0] - 2 * INSIDE)
    middle, top = corner[0] + size[0] / 2, corner[1]
    first = top + (size[1] - 46 - LINE * len(lines)) / 2 + letters.name
    colour = MUTED if node.removed else INK
    outline = box(corner, size, 16)
    border = FAINT if node.removed else BORDERS.get(node.type, SLATE)
    return (
        Areas((outline,), WHITE),
        Lines(((*outline, outline[0]),), border, 3, (12, 8) if node.removed else None),
        *(
            Label(line, (middle, first + LINE * i), letters.name, colour, bold=True, align="center")
            for i, line in enumerate(lines)
        ),
        Label(
            fitted(counts(node), letters.number, size[0] - INSIDE),
            (middle, top + size[1] - 24),
            letters.number,
            MUTED,
            align="center",
        ),
    )
