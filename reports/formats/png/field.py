"""The stages in pixels: boxes in their bands, with room between them for the lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.formats.png.canvas import Point
from reports.formats.png.grid import BETWEEN, Cell, Grid, column_height
from reports.formats.png.plans import Plan

LANE, MARGIN = 48, 44


@dataclass(frozen=True)
class Field:
    """The stages with their boxes, top to bottom, and how high the whole is."""

    grid: Grid
    tops: Mapping[str, float]
    box: float
    bands: tuple[tuple[float, float], ...]
    end: float

    def lane(self, plan: Plan) -> float:
        top, bottom = self.bands[plan.band]
        away = MARGIN + LANE * plan.track
        return bottom + away if plan.below else top - away

    def side(self, id_: str, side: str, share: float) -> Point:
        """A point on a side of a box, `share` of the way along it."""
        left, top = self.grid.left(self.grid.cells[id_].column), self.tops[id_]
        match side:
            case "left":
                return left, top + self.box * share
            case "right":
                return left + self.grid.box, top + self.box * share
            case "top":
                return left + self.grid.box * share, top
            case _:
                return left + self.grid.box * share, top + self.box


def field(grid: Grid, planned: Sequence[Plan], box: float, top: float) -> Field:
    """The boxes in their bands, with as much room above and below as the lanes there need."""
    bands: list[tuple[float, float]] = []
    y = top
    for band in range(grid.bands):
        start = y + _lanes(planned, band, below=False)
        end = start + column_height(grid.tallest(band), box)
        bands.append((start, end))
        y = end + _lanes(planned, band, below=True) + (MARGIN if band < grid.bands - 1 else 0)
    tops = {id_: _top(cell, bands[cell.band], box) for id_, cell in grid.cells.items()}
    return Field(grid, tops, box, tuple(bands), y)


def _lanes(planned: Sequence[Plan], band: int, below: bool) -> float:
    tracks = [p.track for p in planned if not p.direct and p.band == band and p.below == below]
    return MARGIN + LANE * max(tracks) + 24 if tracks else 0


def _top(cell: Cell, band: tuple[float, float], box: float) -> float:
    spare = band[1] - band[0] - column_height(cell.rows, box)
    return band[0] + spare / 2 + cell.row * (box + BETWEEN)
