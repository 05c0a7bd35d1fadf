"""A file becomes numbered lines of bytes, however long its lines are, in bounded memory."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from storage.ingest.parsing import LIMIT

BLOCK = 1 << 20
BOM = b"\xef\xbb\xbf"


def numbered(file: BinaryIO, seen: Callable[[bytes], None]) -> Iterator[tuple[int, bytes]]:
    """The lines of a file from 1, blank ones left out; `seen` is told every block that was read.

    Of a line beyond the limit only so much is kept that it is still too long.
    """
    number, rest = 0, b""
    first = True
    while block := file.read(BLOCK):
        seen(block)
        if first:
            block, first = block.removeprefix(BOM), False
        lines = (rest + block).split(b"\n")
        rest = lines.pop()[: LIMIT + 1]
        for line in lines:
            number += 1
            if line and not line.isspace():
                yield number, line
    if rest and not rest.isspace():
        yield number + 1, rest
