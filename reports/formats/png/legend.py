"""The legend below a picture: marks with their words, wrapped into rows."""

from dataclasses import dataclass

from reports.formats.palette import INK, PAPER
from reports.formats.png.canvas import Areas, Label, Lines, Mark, Point, Shape
from reports.formats.png.lettering import fitted, width
from reports.formats.png.outlines import box, stripes

WORDS = 28
ROW = 48
SWATCH = 30
BETWEEN = 44
ROOM = 470


@dataclass(frozen=True)
class Entry:
    """One mark, drawn from its middle left, and what it means."""

    mark: Mark
    text: str
    wide: int = SWATCH

    @property
    def words(self) -> str:
        return fitted(self.text, WORDS, ROOM)

    @property
    def width(self) -> float:
        return self.wide + 14 + width(self.words, WORDS)


def swatch(fill: str) -> Mark:
    """A rounded square of a colour."""

    def mark(at: Point) -> tuple[Shape, ...]:
        return (Areas((box((at[0], at[1] - SWATCH / 2), (SWATCH, SWATCH), 9),), fill),)

    return mark


def striped(fill: str) -> Mark:
    """A rounded square with the stripes of what is not whole."""

    def mark(at: Point) -> tuple[Shape, ...]:
        corner = (at[0], at[1] - SWATCH / 2)
        return (*swatch(fill)(at), Lines(stripes(corner, (SWATCH, SWATCH), 10), PAPER, 4))

    return mark


def rows(entries: tuple[Entry, ...], room: float) -> tuple[tuple[Entry, ...], ...]:
    """Entries in their order, as many to a row as fit."""
    found: list[tuple[Entry, ...]] = []
    row: tuple[Entry, ...] = ()
    for entry in entries:
        if row and sum(one.width + BETWEEN for one in row) + entry.width > room:
            found.append(row)
            row = ()
        row = (*row, entry)
    return (*found, row) if row else tuple(found)


def legend(entries: tuple[tuple[Entry, ...], ...], corner: Point) -> tuple[Shape, ...]:
    """Rows of entries below and right of a corner."""
    shapes: list[Shape] = []
    for index, row in enumerate(entries):
        x, middle = corner[0], corner[1] + ROW * index + ROW / 2
        for entry in row:
            shapes += entry.mark((x, middle))
            shapes.append(Label(entry.words, (x + entry.wide + 14, middle + 10), WORDS, INK))
            x += entry.width + BETWEEN
    return tuple(shapes)
