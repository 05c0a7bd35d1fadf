"""Where the stages stand: layers side by side in columns, many layers in several bands below each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from reports.formats.png.head import WIDE
from reports.formats.png.layers import Layers

COLUMNS = 5
SIDE = 76  # left and right of the columns: room for lines that turn there
WIDEST, GUTTER = 300, 104
BETWEEN = 30


@dataclass(frozen=True)
class Cell:
    """A stage's place: `band` from the top, `column` from the left, `row` in its column of `rows`."""

    band: int
    column: int
    row: int
    rows: int

    @property
    def lowest(self) -> bool:
        return self.row == self.rows - 1


@dataclass(frozen=True)
class Grid:
    """The places of all stages, and the widths that they share."""

    cells: Mapping[str, Cell]
    columns: int
    bands: int
    box: float
    gutter: float

    def left(self, column: int) -> float:
        return SIDE + column * (self.box + self.gutter)

    def gutter_left(self, gutter: int) -> float:
        """Gutter 0 is left of the first column, the last one right of the last."""
        return 24 if gutter == 0 else self.left(gutter) - self.gutter

    def gutter_width(self, gutter: int) -> float:
        return self.gutter if 0 < gutter < self.columns else SIDE - 24

    def tallest(self, band: int) -> int:
        return max((cell.rows for cell in self.cells.values() if cell.band == band), default=0)


def grid(layers: Layers) -> Grid:
    """At most five columns to a band, as equal as possible, so that the words stay readable."""
    count = max(len(layers.rows), 1)
    bands = ceil(count / COLUMNS)
    columns = ceil(count / bands)
    room = WIDE - 2 * SIDE
    box = min(WIDEST, (room - GUTTER * (columns - 1)) / columns)
    gutter = (room - box * columns) / (columns - 1) if columns > 1 else GUTTER
    cells = {
        id_: Cell(depth // columns, depth % columns, row, len(ids))
        for depth, ids in enumerate(layers.rows)
        for row, id_ in enumerate(ids)
    }
    return Grid(cells, columns, bands, box, gutter)


def column_height(rows: int, box: float) -> float:
    return rows * box + max(rows - 1, 0) * BETWEEN
