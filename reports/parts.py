"""What a report is made of: frozen parts that every format shows and none may change."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports.numbers import Credits, Number, Rate
from reports.trend import Trend


class Unit(StrEnum):
    """What is counted: credits come as `Credits`, rates as `Rate`, the others as plain integers."""

    COUNT = "count"
    CREDITS = "credits"
    RATE = "rate"
    LINES = "lines"


class Level(StrEnum):
    """How far a contract is used, decided on exact integers: WARNING from 90 %, OVER above 100 %."""

    OK = "ok"
    WARNING = "warning"
    OVER = "over"


@dataclass(frozen=True)
class Figure:
    """One number with its comparison. `now` None = not reported; `trend` None = not compared."""

    key: str
    label: str
    now: Number | None
    before: Number | None
    unit: Unit
    trend: Trend | None
    hint: str = ""  # said small beside the number, as in "in 771 runs"


@dataclass(frozen=True)
class Meter:
    """The contract card: how much of a limit is used, as a bar with its level, and the lines beside it."""

    key: str
    title: str
    used: Credits
    limit: Credits
    level: Level
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """One row of a timeline. `key` is the value as stored, `label` as people read it."""

    key: str
    label: str
    values: tuple[int, ...]  # micro-credits where the timeline's unit is CREDITS


@dataclass(frozen=True)
class Timeline:
    """Zero-filled buckets over time, labelled by their first day; `partial` says which are not whole."""

    key: str
    title: str
    unit: Unit
    buckets: tuple[date, ...]
    partial: tuple[bool, ...]
    series: tuple[Series, ...]


Cell = str | Number | Trend | None


@dataclass(frozen=True)
class Table:
    """Rows of cells, label first. The total is asked for, never summed: distinct people do not add up."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None
    labels: int = 1  # how many leading columns name the row


@dataclass(frozen=True)
class Node:
    """A stage of a workflow with the issues that touched it. `transitioned` is None for terminal stages."""

    id: str
    name: str
    type: str
    processed: int
    transitioned: int | None
    removed: bool = False


@dataclass(frozen=True)
class Edge:
    """Moves from stage to stage; `published` False = not in the workflow as it is today."""

    source: str
    target: str
    moves: int
    published: bool


@dataclass(frozen=True)
class Graph:
    """The stages of one workflow and the moves between them."""

    key: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Note:
    """A sentence that belongs to the numbers."""

    key: str
    text: str


Part = Figure | Meter | Timeline | Table | Graph | Note

__all__ = [
    "Cell",
    "Credits",
    "Edge",
    "Figure",
    "Graph",
    "Level",
    "Meter",
    "Node",
    "Note",
    "Number",
    "Part",
    "Rate",
    "Series",
    "Table",
    "Timeline",
    "Trend",
    "Unit",
]
