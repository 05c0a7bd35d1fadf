"""What the first pass makes of a file, kept aside for the second, which need not read it again."""

import errno
import marshal
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO

from storage.errors import StoreError
from storage.ingest.drafts import Draft, ready
from storage.ingest.fields import Envelope
from storage.ingest.parsing import Flaw, parse
from storage.ingest.receipt import Problem

IN_MEMORY = 8 << 20  # bytes; a larger spool is a temporary file
SIZE = 8  # bytes that tell how long something is

Mistake = tuple[str, str, str | None]  # code and message of a flaw, and the organisation
Entry = tuple[int, bytes, Draft | None, Mistake | None]  # number and text; neither: text to be read again

Read = tuple[int, bytes, Draft | Envelope | Flaw]  # number and text, and the line as the second pass takes it


@dataclass(frozen=True)
class Chunk:
    """Lines of one transaction, and how many more are stored as they state it, by organisation."""

    reads: list[Read]
    unchanged: dict[str, int]


@dataclass(frozen=True)
class Packed:
    """A chunk as it is spooled, of a part of a file that begins after so many lines.

    `data` is the chunk, or where it stands: in which file, from which byte on, how many bytes.
    """

    data: bytes | tuple[str, int, int]
    before: int
    size: int  # bytes of its lines, and of those that were counted only

    def chunk(self) -> Chunk:
        entries, unchanged = marshal.loads(self._read())  # noqa: S302
        reads = [(self.before + number, raw, line or _line(raw, flaw)) for number, raw, line, flaw in entries]
        return Chunk(reads, unchanged)

    def _read(self) -> bytes:
        if isinstance(self.data, bytes):
            return self.data
        name, place, length = self.data
        with open(name, "rb") as file:
            file.seek(place)
            return file.read(length)


class Spool:
    """The chunks of one file in order, in memory or on disk; gone when it is closed.

    They are kept as marshal writes them, faster than pickle: plain values, read by nobody else.
    """

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY) if file is None else file  # noqa: SIM115

    def add(self, chunk: list[Entry], unchanged: Counter[str], size: int) -> None:
        """Add lines, how many more are stored as they state it, and how many bytes all of them have."""
        data = marshal.dumps((chunk, dict(unchanged)))
        self._file.write(size.to_bytes(SIZE, "big"))
        self._file.write(len(data).to_bytes(SIZE, "big") + data)

    def chunks(self, before: int = 0) -> Iterator[Packed]:
        """The chunks as they were added, where so many lines are before the first.

        Those of a file that has a name are read where they are taken, which may be in another process.
        """
        self._file.seek(0)
        name = getattr(self._file, "name", None)
        while size := self._file.read(SIZE):
            length = int.from_bytes(self._file.read(SIZE), "big")
            if isinstance(name, str):
                place = name, self._file.tell(), length
                self._file.seek(length, os.SEEK_CUR)
                yield Packed(place, before, int.from_bytes(size, "big"))
            else:
                yield Packed(self._file.read(length), before, int.from_bytes(size, "big"))

    def close(self) -> None:
        self._file.close()


@contextmanager
def room_said_plainly() -> Iterator[None]:
    """Turn a full folder for temporary files into a `StoreError` with its cure."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StoreError(
            f"There is no room for temporary files in {gettempdir()}. Make room, or name another folder in "
            "TMPDIR; then send the same file again, which completes it."
        ) from error


def entry(number: int, raw: bytes, line: Draft | Envelope | Flaw) -> Entry:
    """A line in plain values. What says what an organisation is, is read again when it is taken."""
    if isinstance(line, tuple):
        return number, raw, line, None
    if isinstance(line, Flaw):
        return number, raw, None, (line.problem.code, line.problem.message, line.org)
    return number, raw, None, None


def _line(raw: bytes, flaw: Mistake | None) -> Draft | Envelope | Flaw:
    if flaw is None:
        return ready(parse(raw))
    code, message, org = flaw
    return Flaw(Problem(code, message), org)
