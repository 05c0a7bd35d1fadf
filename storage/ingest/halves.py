"""The first pass over a whole file; the second half of a large one is looked at by another process."""

import os
import sys
from concurrent.futures import Future
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from tempfile import NamedTemporaryFile

from storage.engine import reading
from storage.ingest.accounts import Account
from storage.ingest.inputs import Input
from storage.ingest.instants import Clock
from storage.ingest.intake import Run
from storage.ingest.other import Other, engine_of
from storage.ingest.reading import BLOCK, Seen, read
from storage.ingest.receipt import LISTED
from storage.ingest.spool import Spool
from storage.ingest.survey import Known, Place, Survey, conclude, look_at, look_at_header

LARGE = 16 << 20  # bytes from which on another process is worth its start
NEAR = 0.52  # of a file: the other process begins later
# Lines of the first chunk: what becomes of them tells the other process what it needs to take the next ones.
FIRST = 500


class Depends(Exception):
    """Whether lines are right depends on what lines before them declare."""


@dataclass(frozen=True)
class _Far:
    """What another process looks at: a file from a place on; and where it puts what it reads."""

    source: Input
    start: int
    places: dict[str, Place]
    spool: Path
    store: str | None  # its URL; None if nothing is to be looked up there


def survey(source: Input, file: BufferedReader, known: Known, seen: Seen, run: Run) -> Survey:
    """Look at every line by itself. What lines declare joins `known`."""
    found = Survey(Account(source.name))
    look_at_header(source, file, found)
    middle = _middle(source, file)
    if middle is None:
        look_at(found, read(source, file, seen), known)
    else:
        _look_at_halves(found, _Whole(source, file, known, seen, run.other, run.beside), middle)
    file.seek(0)
    found.sha256 = file_digest(file, "sha256").hexdigest()
    conclude(found)
    return found


def _middle(source: Input, file: BufferedReader) -> int | None:
    """Where the lines of the second half begin; None for a file that is too small or cannot be divided."""
    size = file.seek(0, os.SEEK_END)
    # A cell of CSV may hold line breaks.
    if size < LARGE or source.kind is not None or (os.cpu_count() or 1) < 2:
        return None
    file.seek(int(size * NEAR))
    while block := file.read(BLOCK):
        if b"\n" in block:
            return file.tell() - len(block) + block.index(b"\n") + 1
    return None


@dataclass(frozen=True)
class _Whole:
    source: Input
    file: BufferedReader
    known: Known
    seen: Seen
    other: Other
    store: str | None

    def lines_before(self, place: int) -> int:
        self.file.seek(0)
        blocks = iter(lambda: self.file.read(min(BLOCK, place - self.file.tell())), b"")
        return sum(block.count(b"\n") for block in blocks)


def _look_at_halves(found: Survey, whole: _Whole, middle: int) -> None:
    near, spool = NamedTemporaryFile(prefix="usagebot-"), NamedTemporaryFile(prefix="usagebot-")  # noqa: SIM115
    # Copied, since it is sent while this process learns from the first half.
    far = _Far(whole.source, middle, deepcopy(whole.known.places), Path(spool.name), whole.store)
    asked = whole.other.ask(_look_at_far, far)
    mine = read(whole.source, whole.file, whole.seen, (0, middle))
    look_at(found, mine, whole.known, Spool(near), FIRST)
    theirs = _answer(whole.other, asked)
    before = whole.lines_before(middle)
    if theirs is not None:
        found.spools.append((Spool(spool), before))
        _join(found, theirs, before)
        whole.seen(whole.file.seek(0, os.SEEK_END) - middle)
        return
    spool.close()
    rest = read(whole.source, whole.file, whole.seen, (middle, sys.maxsize))
    look_at(found, ((before + number, raw, line) for number, raw, line in rest), whole.known)


def _answer(other: Other, asked: "Future[Survey]") -> Survey | None:
    """What the other process has found; None if it could not tell, or was ended."""
    try:
        return other.answer(asked)
    except Depends:
        return None


def _join(found: Survey, theirs: Survey, before: int) -> None:
    found.lines += theirs.lines
    found.rejected += theirs.rejected
    errors = (replace(mistake, line=before + mistake.line) for mistake in theirs.wrong.errors)
    found.wrong.errors = [*found.wrong.errors, *errors][:LISTED]


def _look_at_far(far: _Far) -> Survey:
    """The second half by itself, with the numbers that its lines have in it. Raises `Depends`."""
    found = Survey(Account(far.source.name))
    look = partial(reading, engine_of(far.store)) if far.store else None
    known = Known(far.places, _unknown_zone, look)
    with far.source.path.open("rb") as file, far.spool.open("wb") as spool:
        look_at(found, read(far.source, file, _unseen, (far.start, sys.maxsize)), known, Spool(spool))
    if found.unplaced:
        raise Depends
    return replace(found, spools=[])


def _unknown_zone(_time_zone: str) -> Clock:
    raise Depends  # an organisation that the store does not have


def _unseen(_size: int) -> None:
    """Progress is told by the process that a person watches."""
