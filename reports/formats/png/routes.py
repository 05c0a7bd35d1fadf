"""How the moves run between the stages: straight on, over or under the others, never through them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.formats.png.canvas import Path, Point
from reports.formats.png.field import Field
from reports.formats.png.outlines import bent, swung
from reports.formats.png.plans import Plan

BEND = 34
# where on a side the lines end that come from above, straight, from below: start and length
THIRDS: Mapping[float, Point] = {-1: (0.04, 0.3), 0: (0.3, 0.4), 1: (0.66, 0.3)}
OVER = 36  # a short line would vanish behind its own number


@dataclass(frozen=True)
class Route:
    """The line of one move, and where its number stands."""

    plan: Plan
    line: Path
    spots: tuple[Point, ...]


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
        middle = (start[0] + end[0]) / 2
        return Route(plan, line, tuple((middle, line[i][1] - OVER) for i in (12, 9, 15, 6, 18)))
    lane = field.lane(plan)
    first, last = turns[0] or start[0], turns[1] or end[0]
    out = [start, (first, start[1])] if turns[0] else [start]
    home = [(last, end[1]), end] if turns[1] else [end]
    corners = (*out, (first, lane), (last, lane), *home)
    spots = tuple((first + (last - first) * share, lane) for share in (0.5, 0.4, 0.6, 0.3, 0.7))
    return Route(plan, bent(corners, BEND), spots)
