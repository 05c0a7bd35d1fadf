"""A file becomes parsed lines with their numbers, however long its lines are, in bounded memory."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from storage.ingest.csv_rows import Numbered, header, rows
from storage.ingest.fate import content_hash
from storage.ingest.fields import Envelope
from storage.ingest.inputs import Input
from storage.ingest.parsing import LIMIT, Flaw, parse
from storage.ingest.receipt import Problem

BLOCK = 1 << 20
BOM = b"\xef\xbb\xbf"
MISFIT = Flaw(Problem("E01", "The row does not have as many cells as the header."))

Seen = Callable[[int], None]  # told how many bytes were read now
Read = tuple[int, bytes, Envelope | Flaw]
Hashed = tuple[int, bytes, Envelope | Flaw, str]  # and the hash of what the line states


def read(source: Input, file: BinaryIO, seen: Seen) -> Iterator[Read]:
    """The lines of a file: number, JSON text, and fields or flaw. Blank lines are left out (D-67)."""
    lines = numbered(file, seen)
    if source.kind is None:
        for number, raw in lines:
            yield number, raw, parse(raw)
        return
    head = header(source.kind, lines)
    for number, row in rows(lines):
        json_line = head.line(row)
        yield (number, row, MISFIT) if json_line is None else (number, json_line, parse(json_line))


def hashed(reads: Iterable[Read]) -> Iterator[Hashed]:
    """The same lines with the hash of their content."""
    for number, raw, line in reads:
        yield number, raw, line, "" if isinstance(line, Flaw) else content_hash(line)


def numbered(file: BinaryIO, seen: Seen) -> Iterator[Numbered]:
    """The lines of a file from 1; of a line beyond the limit only so much that it is still too long."""
    number, rest = 0, b""
    file.seek(0)
    file.seek(len(BOM) if file.read(len(BOM)) == BOM else 0)
    while block := file.read(BLOCK):
        seen(len(block))
        lines = (rest + block).split(b"\n")
        rest = lines.pop()[: LIMIT + 1]
        for line in lines:
            number += 1
            if line and not line.isspace():
                yield number, line
    if rest and not rest.isspace():
        yield number + 1, rest
