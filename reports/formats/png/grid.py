"""Where the stages stand: layers side by side in columns, many layers in several bands below each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from reports.formats.png.head import PAD, WIDE
from reports.formats.png.layers import Layers

ALONE, COLUMNS = 6, 5  # columns of a single band, and of each of several
TURN = 100  # left and right of several bands: room for lines that go from one to another
WIDEST, GUTTER, TIGHT = 300, 100, 80
EDGE = 20  # of the picture, kept free of lines
LEAVING, ARRIVING = 16, 46  # kept free beside boxes: the second for the head of an arrow
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
    side: float

    def left(self, column: int) -> float:
        return self.side + column * (self.box + self.gutter)

    def lane(self, gutter: int, share: float) -> float:
        """Where a line goes up or down left of column `gutter`, or right of the last one."""
        start = EDGE if gutter == 0 else self.left(gutter) - self.gutter + LEAVING
        end = WIDE - EDGE if gutter == self.columns else self.left(gutter) - ARRIVING
        return start + max(end - start, 0) * share

    def tallest(self, band: int) -> int:
        return max((cell.rows for cell in self.cells.values() if cell.band == band), default=0)


def grid(layers: Layers) -> Grid:
    """One band of six columns, or several of at most five, so that the words stay readable."""
    count = max(len(layers.rows), 1)
    bands = 1 if count <= ALONE else ceil(count / COLUMNS)
    columns = ceil(count / bands)
    side = TURN if bands > 1 or _stacked(layers) else PAD
    room = WIDE - 2 * side
    box = min(WIDEST, (room - (TIGHT if columns == ALONE else GUTTER) * (columns - 1)) / columns)
    gutter = (room - box * columns) / (columns - 1) if columns > 1 else GUTTER
    cells = {
        id_: Cell(depth // columns, depth % columns, row, len(ids))
        for depth, ids in enumerate(layers.rows)
        for row, id_ in enumerate(ids)
    }
    return Grid(cells, columns, bands, box, gutter, side)


def _stacked(layers: Layers) -> bool:
    return any(len(row) > 1 for row in layers.rows)


def column_height(rows: int, box: float) -> float:
    return rows * box + max(rows - 1, 0) * BETWEEN
