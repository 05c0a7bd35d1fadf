"""A file becomes parsed lines with their numbers, however long its lines are, in bounded memory."""

import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

from storage.ingest.csv_rows import Numbered, header, rows
from storage.ingest.fields import Envelope
from storage.ingest.inputs import Input
from storage.ingest.parsing import LIMIT, Flaw, parse
from storage.ingest.receipt import Problem

BLOCK = 1 << 20
BOM = b"\xef\xbb\xbf"
MISFIT = Flaw(Problem("E01", "The row does not have as many cells as the header."))

Stretch = tuple[int, int]  # in bytes: where lines begin, and where others do
WHOLE = (0, sys.maxsize)

Seen = Callable[[int], None]  # told how many bytes were read now
Read = tuple[int, bytes, Envelope | Flaw]


def read(source: Input, file: BinaryIO, seen: Seen, within: Stretch = WHOLE) -> Iterator[Read]:
    """The lines of a stretch of a file: number, JSON text, and fields or flaw; no blank ones (D-67)."""
    lines = numbered(file, seen, within)
    if source.kind is None:
        for number, raw in lines:
            yield number, raw, parse(raw)
        return
    head = header(source.kind, lines)
    for number, row in rows(lines):
        json_line = head.line(row)
        yield (number, row, MISFIT) if json_line is None else (number, json_line, parse(json_line))


def numbered(file: BinaryIO, seen: Seen, within: Stretch = WHOLE) -> Iterator[Numbered]:
    """The lines of a stretch from 1; of a line beyond the limit only so much that it is still too long."""
    number, rest = 0, b""
    place, end = within
    file.seek(place)
    file.seek(len(BOM) if place == 0 and file.read(len(BOM)) == BOM else place)
    while block := file.read(min(BLOCK, end - file.tell())):
        seen(len(block))
        lines = (rest + block).split(b"\n")
        rest = lines.pop()[: LIMIT + 1]
        for line in lines:
            number += 1
            if line and not line.isspace():
                yield number, line
    if rest and not rest.isspace():
        yield number + 1, rest
