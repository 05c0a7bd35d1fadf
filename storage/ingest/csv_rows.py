"""CSV rows as the JSON lines that they stand for."""

import csv
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from storage.ingest.parsing import LIMIT
from storage.ingest.shapes import SHAPES

WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
Numbered = tuple[int, bytes]


def _whole(cell: str) -> int | str:
    return int(cell) if WHOLE.fullmatch(cell) else cell


def _truth(cell: str) -> bool | str:
    return {"true": True, "false": False}.get(cell.lower(), cell)


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


# Fields that are no text in JSON. What cannot be converted stays text, and is refused as in JSON.
CONVERT: dict[str, Callable[[str], Any]] = {
    "v": _whole,
    "rev": _whole,
    "lines": _whole,
    "is_service": _truth,
    "projects": _listed,
}


# The fields of each kind, by the names they have in lines.
FIELDS: dict[str, dict[str, Any]] = {
    kind: {field.alias or name: field for name, field in shape.model_fields.items()}
    for kind, shape in SHAPES.items()
}


@dataclass(frozen=True)
class Header:
    """The first row of a CSV file of one kind: the field of each column."""

    kind: str
    names: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns without which no row can be right."""
        needed = [name for name, field in FIELDS[self.kind].items() if field.is_required()]
        return tuple(name for name in needed if name not in (*self.names, "v", "kind"))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns that the kind does not have; their cells are left out."""
        return tuple(name for name in self.names if name not in FIELDS[self.kind])

    def line(self, row: bytes) -> bytes | None:
        """The JSON line of a row; None if the row does not fit the header (E01)."""
        cells = cells_of(row)
        if cells is None or len(cells) != len(self.names):
            return None
        known = FIELDS[self.kind]
        record: dict[str, Any] = {"v": 1, "kind": self.kind}
        for name, cell in zip(self.names, cells, strict=True):
            if name in known and (cell or name == "project"):
                record[name] = CONVERT.get(name, str)(cell)
        return json.dumps(record).encode()


def header(kind: str, lines: Iterator[Numbered]) -> Header:
    """The header of a file, read off its first line."""
    _, first = next(lines, (0, b""))
    return Header(kind, tuple(cell.strip() for cell in cells_of(first) or ()))


def cells_of(row: bytes) -> list[str] | None:
    """The cells of one row; None if it is no CSV."""
    try:
        return next(csv.reader((row.decode().removesuffix("\r"),), strict=True))
    except (csv.Error, UnicodeDecodeError, StopIteration):
        return None


def rows(lines: Iterable[Numbered]) -> Iterator[Numbered]:
    """Whole rows: a line whose quotes are still open is joined with the next ones.

    A quote that never closes would swallow the file: then its line stands alone, as a bad row, and reading
    goes on with the line after it.
    """
    source, ahead = iter(lines), deque[Numbered]()
    while line := ahead.popleft() if ahead else next(source, None):
        number, row = line
        joined: list[Numbered] = []
        while row.count(b'"') % 2 and len(row) <= LIMIT:
            more = ahead.popleft() if ahead else next(source, None)
            if more is None:
                break
            joined.append(more)
            row += b"\n" + more[1]
        if row.count(b'"') % 2:
            ahead.extendleft(reversed(joined))
            row = line[1]
        yield number, row
