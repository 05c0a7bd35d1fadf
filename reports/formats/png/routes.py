"""How the moves run between the stages: straight on, over or under the others, never through them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.formats.png.canvas import Path, Point
from reports.formats.png.grid import BETWEEN, Cell, Grid, column_height
from reports.formats.png.layers import goes_back
from reports.formats.png.outlines import bent, swung
from reports.parts import Edge

LANE, MARGIN = 48, 44
TRACKS = 12  # lanes beside each other; more would make a picture of lanes
BEND = 34
# where on a side the lines end that come from above, straight, from below: start and length
THIRDS: Mapping[float, Point] = {-1: (0.04, 0.3), 0: (0.3, 0.4), 1: (0.66, 0.3)}
OVER = 30  # a short line would vanish behind its own number


@dataclass(frozen=True)
class Plan:
    """One move's way: directly through the gutter, or along a lane of a band, above or below its stages."""

    edge: Edge
    back: bool
    direct: bool
    band: int = 0
    below: bool = False
    track: int = 0


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


@dataclass(frozen=True)
class Route:
    """The line of one move, and where its number stands."""

    plan: Plan
    line: Path
    spots: tuple[Point, ...]


def plans(edges: Sequence[Edge], depth: Mapping[str, int], grid: Grid) -> tuple[Plan, ...]:
    """The way of each move, with lanes beside each other where they would lie on each other."""
    found: list[Plan] = []
    taken: dict[tuple[int, bool], list[tuple[int, float, float]]] = defaultdict(list)
    ways = [_way(edge, depth, grid) for edge in edges]
    order = sorted(range(len(ways)), key=lambda i: _length(ways[i], grid))
    tracks = dict.fromkeys(order, 0)
    for index in order:
        way = ways[index]
        if not way.direct:
            tracks[index] = _track(taken[way.band, way.below], _span(way, grid))
    for index, way in enumerate(ways):
        found.append(Plan(way.edge, way.back, way.direct, way.band, way.below, tracks[index]))
    return tuple(found)


def _way(edge: Edge, depth: Mapping[str, int], grid: Grid) -> Plan:
    source, target = grid.cells[edge.source], grid.cells[edge.target]
    back = goes_back(edge, depth)
    if source.band == target.band and target.column == source.column + 1:
        return Plan(edge, back, direct=True)
    return Plan(edge, back, direct=False, band=target.band, below=back)


def _span(plan: Plan, grid: Grid) -> tuple[float, float]:
    start = grid.left(grid.cells[plan.edge.source].column) + grid.box / 2
    end = grid.left(grid.cells[plan.edge.target].column) + grid.box / 2
    reach = grid.box / 2 + grid.gutter
    if grid.cells[plan.edge.source].band != grid.cells[plan.edge.target].band or start == end:
        return min(start, end) - reach, max(start, end) + reach
    return min(start, end), max(start, end)


def _length(plan: Plan, grid: Grid) -> float:
    low, high = _span(plan, grid)
    return high - low


def _track(taken: list[tuple[int, float, float]], span: tuple[float, float]) -> int:
    busy = {track for track, low, high in taken if low < span[1] + 20 and span[0] < high + 20}
    track = next((free for free in range(TRACKS) if free not in busy), TRACKS - 1)
    taken.append((track, *span))
    return track


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


def routes(field: Field, planned: Sequence[Plan]) -> tuple[Route, ...]:
    """The lines of all moves, each from and to its own spot on the sides of the boxes."""
    ports = _ports(field, planned)
    gutters = _gutters(field, planned)
    return tuple(_route(field, plan, ports[index], gutters[index]) for index, plan in enumerate(planned))


def _sides(field: Field, plan: Plan) -> tuple[str, str]:
    """Where a line leaves and arrives: below or above a box when nothing stands between it and the lane."""
    source, target = field.grid.cells[plan.edge.source], field.grid.cells[plan.edge.target]
    if plan.direct:
        return "right", "left"
    end = "bottom" if plan.below else "top"
    free_source = source.band == plan.band and (source.lowest if plan.below else source.row == 0)
    free_target = target.lowest if plan.below else target.row == 0
    loop = plan.edge.source == plan.edge.target
    across = source.band != target.band
    return end if free_source else "right", end if free_target and not loop and not across else "left"


def _ports(field: Field, planned: Sequence[Plan]) -> list[tuple[Point, Point]]:
    ends: dict[tuple[str, str], list[tuple[tuple[float, float], int, int]]] = defaultdict(list)
    for index, plan in enumerate(planned):
        pair = (plan.edge.source, plan.edge.target)
        for end, side in enumerate(_sides(field, plan)):
            ends[pair[end], side].append((_rank(field, plan, pair[end], pair[1 - end], side), index, end))
    spots: dict[tuple[int, int], Point] = {}
    for (id_, side), found in ends.items():
        for (_, index, end), share in zip(sorted(found), _shares(side, sorted(found)), strict=True):
            spots[index, end] = field.side(id_, side, share)
    return [(spots[index, 0], spots[index, 1]) for index in range(len(planned))]


def _shares(side: str, found: Sequence[tuple[tuple[float, float], int, int]]) -> list[float]:
    """How far along a side each line ends: what goes straight on in the middle, so that it is straight."""
    if side in ("top", "bottom"):
        return [place / (len(found) + 1) for place in range(1, len(found) + 1)]
    ranks = [rank[0] for rank, _, _ in found]
    return [
        THIRDS[rank][0] + (ranks[:index].count(rank) + 1) / (ranks.count(rank) + 1) * THIRDS[rank][1]
        for index, rank in enumerate(ranks)
    ]


def _rank(field: Field, plan: Plan, id_: str, other: str, side: str) -> tuple[float, float]:
    """The order of lines along a side, in which they cross least."""
    if side in ("left", "right"):
        if plan.direct:
            return 0, field.tops[other]
        return (1, 0) if plan.below else (-1, 0)
    own, there = (
        field.grid.left(field.grid.cells[id_].column),
        field.grid.left(field.grid.cells[other].column),
    )
    return (1 if there > own else 0), -there


def _gutters(field: Field, planned: Sequence[Plan]) -> list[tuple[float, float]]:
    """For each line along a lane, where it goes up or down beside its source and beside its target."""
    uses: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, plan in enumerate(planned):
        source, target = field.grid.cells[plan.edge.source], field.grid.cells[plan.edge.target]
        sides = _sides(field, plan)
        if not plan.direct and sides[0] == "right":
            uses[source.column + 1].append((index, 0))
        if not plan.direct and sides[1] == "left":
            uses[target.column].append((index, 1))
    found = [[0.0, 0.0] for _ in planned]
    for gutter, users in uses.items():
        for place, (index, end) in enumerate(users, start=1):
            found[index][end] = field.grid.lane(gutter, place / (len(users) + 1))
    return [(one[0], one[1]) for one in found]


def _route(field: Field, plan: Plan, ends: tuple[Point, Point], turns: tuple[float, float]) -> Route:
    start, end = ends
    if plan.direct:
        line = swung(start, end)
        return Route(plan, line, tuple((line[i][0], line[i][1] - OVER) for i in (12, 9, 15, 6, 18)))
    lane = field.lane(plan)
    first, last = turns[0] or start[0], turns[1] or end[0]
    out = [start, (first, start[1])] if turns[0] else [start]
    home = [(last, end[1]), end] if turns[1] else [end]
    corners = (*out, (first, lane), (last, lane), *home)
    spots = tuple((first + (last - first) * share, lane) for share in (0.5, 0.4, 0.6, 0.3, 0.7))
    return Route(plan, bent(corners, BEND), spots)
