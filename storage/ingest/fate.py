"""What becomes of one line."""

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from storage.ingest.fields import BEFORE_CONTENT, Envelope
from storage.ingest.instants import When
from storage.ingest.receipt import Outcome, Problem


@dataclass(frozen=True, slots=True)
class Fate:
    """The outcome of a line, why (if it was not taken), and what was odd about it (if it was)."""

    outcome: Outcome
    problem: Problem | None = None
    warnings: tuple[Problem, ...] = ()


INSERTED = Fate(Outcome.INSERTED)
UPDATED = Fate(Outcome.UPDATED)
DUPLICATE = Fate(Outcome.DUPLICATE)
IGNORED = Fate(Outcome.IGNORED)
WRITTEN = (Outcome.INSERTED, Outcome.UPDATED)


class Stamp(NamedTuple):
    """What we add to a line: its instant and local day, the hash of its content, and its batch."""

    when: When
    content: str
    batch: int


class RefusedLine(Exception):
    """A line cannot be taken; raised where that is found out, caught where its fate is decided."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message)


def rejected(problem: Problem) -> Fate:
    return Fate(Outcome.REJECTED, problem)


def conflict(message: str) -> Fate:
    return Fate(Outcome.CONFLICT, Problem("E16", message))


def content_hash(line: Envelope, at: str) -> str:
    """Hash of what a line states, the same for JSON and CSV: kind, instant and the kind's own fields.

    The instant is given as it is stored, one however it was written. `ascii` tells null from “None” and 1
    from “1”, and does not depend on the Unicode tables of a Python.
    """
    stated = [at, *list(line.__dict__.values())[BEFORE_CONTENT:]]
    return sha256(ascii(stated).encode()).hexdigest()[:32]
