"""How the lines of moves look, and what the legend says of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.formats.palette import AMBER, BLUE, FAINT, MUTED
from reports.formats.png.canvas import Label, Lines, Mark, Point, Shape
from reports.formats.png.legend import WORDS, Entry
from reports.formats.png.lettering import width
from reports.formats.png.plans import Plan
from reports.numbers import whole
from reports.parts import Graph

THIN, WIDE_LINE = 4, 15
DASH = (15, 10)


@dataclass(frozen=True)
class Pen:
    """How the line of a move is drawn."""

    colour: str
    width: float
    dash: tuple[float, float] | None = None


def pen(plan: Plan, most: int) -> Pen:
    """Width by moves; grey where nothing moved, dashed where the workflow no longer has the way."""
    edge = plan.edge
    if not edge.moves:
        return Pen(FAINT, 3, None if edge.published else DASH)
    wide = THIN + (WIDE_LINE - THIN) * (edge.moves / most)
    if not edge.published:
        return Pen(FAINT, min(wide, 7), DASH)
    return Pen(AMBER if plan.back else BLUE, wide)


def entries(part: Graph, planned: Sequence[Plan], left_out: int) -> Iterator[Entry]:
    """What the boxes and lines mean, only for those that there are."""
    yield _words("12 / 9", "issues processed / transitioned")
    edges = [plan.edge for plan in planned]
    if any(plan.edge.published and plan.edge.moves and not plan.back for plan in planned):
        yield Entry(_stroke(Pen(BLUE, 8)), "moves", 56)
    if any(plan.edge.published and plan.edge.moves and plan.back for plan in planned):
        yield Entry(_stroke(Pen(AMBER, 8)), "moves back", 56)
    if any(edge.published and not edge.moves for edge in edges):
        yield Entry(_stroke(Pen(FAINT, 3)), "no moves", 56)
    if any(not edge.published for edge in edges) or any(node.removed for node in part.nodes):
        yield Entry(_stroke(Pen(FAINT, 5, DASH)), "not in the workflow today", 56)
    if left_out:
        yield Entry(lambda _: (), f"… and {whole(left_out)} more stages", 0)


def _stroke(drawn: Pen) -> Mark:
    def mark(at: Point) -> tuple[Shape, ...]:
        return (Lines(((at, (at[0] + 56, at[1])),), drawn.colour, drawn.width, drawn.dash),)

    return mark


def _words(sample: str, text: str) -> Entry:
    def mark(at: Point) -> tuple[Shape, ...]:
        return (Label(sample, (at[0], at[1] + 10), WORDS, MUTED),)

    return Entry(mark, text, round(width(sample, WORDS)))
