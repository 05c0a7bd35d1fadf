"""Which way each move takes: straight to the next layer, or along a lane above or below a band."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.formats.png.grid import Grid
from reports.formats.png.layers import goes_back
from reports.parts import Edge

TRACKS = 12  # lanes beside each other; more would make a picture of lanes


@dataclass(frozen=True)
class Plan:
    """One move's way: directly through the gutter, or along a lane of a band, above or below its stages."""

    edge: Edge
    back: bool
    direct: bool
    band: int = 0
    below: bool = False
    track: int = 0


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
