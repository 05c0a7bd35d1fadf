"""The stages of a workflow and the moves between them, as a picture."""

from collections.abc import Sequence
from dataclasses import replace

from reports.formats.palette import MUTED, PAPER
from reports.formats.png.canvas import Areas, Label, Lines, Path, Point, Scene, Shape, flat
from reports.formats.png.field import field
from reports.formats.png.grid import grid
from reports.formats.png.head import PAD, SMALL_LINE, WIDE, head
from reports.formats.png.layers import layers
from reports.formats.png.legend import ROW, legend, rows
from reports.formats.png.lettering import width
from reports.formats.png.outlines import arrow, box
from reports.formats.png.pens import entries, pen
from reports.formats.png.plans import plans
from reports.formats.png.routes import Route, routes
from reports.formats.png.stage import height, sizes, stage
from reports.numbers import short
from reports.parts import Edge, Graph

MOST = 48  # stages; more could not be read in any size
NUMBER = 26


def graph(part: Graph, subtitle: str = "") -> Scene:
    """Stages in layers from left to right; moves back run below them, moves over several stages above."""
    kept = _kept(part)
    if not kept.nodes:
        return _empty(part, subtitle)
    layered = layers(kept)
    places = grid(layered)
    planned = plans(kept.edges, layered.of, places)
    letters = sizes(kept.nodes, places.box)
    laid = field(places, planned, height(kept.nodes, places.box, letters.name), SMALL_LINE + 52)
    lines = routes(laid, planned)
    spots = _spots(lines)
    most = max((edge.moves for edge in kept.edges), default=0)
    below = rows(tuple(entries(kept, planned, len(part.nodes) - len(kept.nodes))), WIDE - 2 * PAD)
    boxes = (
        stage(node, laid.side(node.id, "left", 0), (places.box, laid.box), letters) for node in kept.nodes
    )
    return Scene(
        WIDE,
        round(laid.end + 56 + ROW * len(below) + 24),
        flat(
            [
                head(part.title, subtitle),
                *(_line(route, most) for route in _faint_first(lines)),
                *(_ground(*spot) for spot in spots),
                *boxes,
                *(_number(*spot) for spot in spots),
                legend(below, (PAD, laid.end + 56)),
            ]
        ),
    )


def _kept(part: Graph) -> Graph:
    """Each stage once and the busiest where there are too many; only moves between stages that are drawn."""
    nodes = {node.id: node for node in reversed(part.nodes)}
    busiest = sorted(nodes.values(), key=lambda node: (-node.processed, node.id))[:MOST]
    ids = {node.id for node in busiest}
    unique = {node.id: node for node in part.nodes if node.id in ids}
    merged: dict[tuple[str, str], Edge] = {}
    for edge in part.edges:
        if edge.source in ids and edge.target in ids:
            before = merged.get((edge.source, edge.target))
            merged[edge.source, edge.target] = _together(before, edge) if before else edge
    return replace(part, nodes=tuple(unique.values()), edges=tuple(merged.values()))


def _together(one: Edge, other: Edge) -> Edge:
    return replace(one, moves=one.moves + other.moves, published=one.published or other.published)


def _empty(part: Graph, subtitle: str) -> Scene:
    nothing = Label("No stages in this workflow", (WIDE / 2, 260), 34, MUTED, align="center")
    return Scene(WIDE, 360, flat([head(part.title, subtitle), nothing]))


def _faint_first(found: Sequence[Route]) -> list[Route]:
    return sorted(found, key=lambda route: route.plan.edge.moves)


def _line(route: Route, most: int) -> tuple[Shape, ...]:
    drawn = pen(route.plan, most)
    tip, before = route.line[-1], route.line[-2]
    size = 16 + drawn.width
    return (
        Lines((_shortened(route.line, size * 0.8),), drawn.colour, drawn.width, drawn.dash),
        Areas((arrow(before, tip, size),), drawn.colour),
    )


def _shortened(line: Path, by: float) -> Path:
    """A line that ends inside the head of its arrow, not beyond its tip."""
    (x0, y0), (x1, y1) = line[-2], line[-1]
    length = abs(x1 - x0) + abs(y1 - y0)
    if length <= by:
        return line[:-1] if len(line) > 2 else line
    return (*line[:-1], (x1 - (x1 - x0) * by / length, y1 - (y1 - y0) * by / length))


def _spots(found: Sequence[Route]) -> tuple[tuple[str, Point], ...]:
    """The number of each move and its place, beside the others where there is room."""
    spots: list[tuple[str, Point]] = []
    for route in sorted(found, key=lambda route: -route.plan.edge.moves):
        if route.plan.edge.moves:
            taken = [at for _, at in spots]
            at = next((spot for spot in route.spots if _free(spot, taken)), route.spots[0])
            spots.append((short(route.plan.edge.moves), at))
    return tuple(spots)


def _free(spot: Point, taken: Sequence[Point]) -> bool:
    return all(abs(spot[0] - x) > 76 or abs(spot[1] - y) > 38 for x, y in taken)


def _ground(text: str, at: Point) -> Shape:
    """Paper below a number, so that the line it stands on does not run through it."""
    wide = width(text, NUMBER) + 16
    return Areas((box((at[0] - wide / 2, at[1] - 17), (wide, 33), 12),), PAPER)


def _number(text: str, at: Point) -> Shape:
    return Label(text, (at[0], at[1] + 10), NUMBER, align="center")
