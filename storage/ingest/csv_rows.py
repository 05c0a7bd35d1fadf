"""CSV rows as the JSON lines that they stand for."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from storage.ingest.fields import Envelope
from storage.ingest.parsing import LIMIT
from storage.ingest.receipt import Problem
from storage.ingest.shapes import SHAPES

WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
TRUTH = {"true": True, "false": False}
Numbered = tuple[int, bytes]


@dataclass(frozen=True)
class Header:
    """The first row of a CSV file of one kind: the field of each column."""

    kind: str
    names: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns without which no row can be right."""
        needed = [name for name, field in _fields(self.kind).items() if field.is_required()]
        return tuple(name for name in needed if name not in (*self.names, "v", "kind"))

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if name not in _fields(self.kind))


def _fields(kind: str) -> dict[str, Any]:
    return {field.alias or name: field for name, field in SHAPES[kind].model_fields.items()}


def header(kind: str, lines: Iterator[Numbered]) -> Header:
    """The header of a file, read off its first line."""
    _, first = next(lines, (0, b""))
    cells = cells_of(first)
    names = () if cells is None else tuple(cell.strip() for cell in cells)
    return Header(kind, names)


def rows(lines: Iterable[Numbered]) -> Iterator[Numbered]:
    """Whole rows: lines whose quotes are still open are joined with the next.

    A quote that never closes would swallow the rest of the file: beyond the limit of a line its first line
    stands alone, as a bad row, and reading goes on at the next.
    """
    held: list[Numbered] = []
    for line in lines:
        held.append(line)
        held = yield from _complete(held)
    while held:
        yield held.pop(0)
        held = yield from _complete(held)


def _complete(held: list[Numbered]) -> Iterator[Numbered]:
    ...
