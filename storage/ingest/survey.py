"""The first pass over a file: every line by itself, and whether the file may be written at all.

Of the store it knows the organisations and their projects, and what the file's own lines add to these
(E05, E06). Workflows, contracts, roles and references to other events are looked at when lines are written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from sqlalchemy import Connection, select

from storage.ingest.accounts import Account
from storage.ingest.csv_rows import header
from storage.ingest.dimensions import OrgUpsert, ProjectUpsert
from storage.ingest.drafts import draft
from storage.ingest.explaining import nearest
from storage.ingest.fate import rejected
from storage.ingest.fields import Envelope
from storage.ingest.inputs import Input
from storage.ingest.instants import Clock, When
from storage.ingest.intake import chunks
from storage.ingest.organisation import ClockOf, no_project
from storage.ingest.parsing import Flaw
from storage.ingest.reading import Read, numbered
from storage.ingest.receipt import Problem
from storage.ingest.sent_before import Look, Sieve
from storage.ingest.shapes import HAPPENINGS
from storage.ingest.spool import Entry, Spool, entry
from storage.tables import organizations, projects

MOST = 5  # more than one line in this many rejected refuses the file (E18: 20 %)


@dataclass(frozen=True)
class Place:
    """An organisation as the first pass knows it."""

    clock: Clock
    projects: set[str] = field(default_factory=set)
    id: int | None = None  # none yet, if a line declares it


@dataclass(frozen=True)
class Known:
    """The organisations by slug: those of the store, and those that lines have declared since."""

    places: dict[str, Place]
    clock_of: ClockOf
    look: Look | None = None  # at what is stored; None where that cannot be

    def ids(self) -> dict[str, int]:
        """The organisations that the store has."""
        return {slug: place.id for slug, place in self.places.items() if place.id is not None}


@dataclass
class Survey:
    """What the first pass found; `refused` is why nothing may be written, with the line (0: overall)."""

    wrong: Account
    spools: list[tuple[Spool, int]] = field(default_factory=list)  # and the number of the line before each
    sha256: str = ""
    lines: int = 0
    rejected: int = 0
    unplaced: int = 0  # lines of an organisation or a project that is not known
    refused: tuple[int, Problem] | None = None
    odd: Problem | None = None  # columns that were left out


def stored_places(connection: Connection, clock_of: ClockOf, look: Look | None) -> Known:
    """What the store knows of organisations and their projects."""
    slugs: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(select(projects.c.org_id, projects.c.slug)):
        slugs[row.org_id].add(row.slug)
    rows = connection.execute(select(organizations))
    places = {row.slug: Place(clock_of(row.time_zone), slugs[row.id], row.id) for row in rows}
    return Known(places, clock_of, look)


def look_at(
    found: Survey, reads: Iterable[Read], known: Known, spool: Spool | None = None, first: int | None = None
) -> None:
    """Look at every line by itself, and spool what it says; what lines declare joins `known`.

    The first chunk has `first` lines, if that is given.
    """
    spool = spool or Spool()
    found.spools.append((spool, 0))
    sieve, unchanged, size = Sieve(), Counter[str](), 0
    for chunk in chunks(_looked_at(reads, known, found), first):
        size += sum(len(raw) for _, raw, _, _ in chunk)
        rest, same = sieve.sift(chunk, known.ids(), known.look) if known.look else (chunk, Counter[str]())
        unchanged += same
        if rest:
            spool.add(rest, unchanged, size)
            unchanged, size = Counter[str](), 0
    if size:
        spool.add([], unchanged, size)


def conclude(found: Survey) -> None:
    """Refuse a file with too many wrong lines (E18)."""
    if found.refused is None and found.rejected * MOST > found.lines:
        found.refused = (0, _too_many(found))


def _looked_at(reads: Iterable[Read], known: Known, found: Survey) -> Iterator[Entry]:
    for number, raw, line in reads:
        found.lines += 1
        when = line.problem if isinstance(line, Flaw) else _when(line, known)
        if isinstance(when, Problem):
            _note(found, number, when)
        elif not isinstance(line, Flaw) and line.kind in HAPPENINGS:
            yield entry(number, raw, draft(line, when[0]))
            continue
        yield entry(number, raw, line)


def _note(found: Survey, number: int, problem: Problem) -> None:
    found.rejected += 1
    found.unplaced += problem.code in ("E05", "E06")
    if problem.code != "E05":
        found.wrong.remark(number, rejected(problem))
    elif found.refused is None:
        found.refused = (number, problem)


def look_at_header(source: Input, file: BinaryIO, found: Survey) -> None:
    """Refuse CSV without the columns that it needs, and note those that no line has."""
    if source.kind is None:
        return
    head = header(source.kind, numbered(file, lambda _size: None))
    if head.missing:
        message = f"The header lacks {', '.join(head.missing)}, which {source.kind} needs."
        found.refused = (1, Problem("E03", message))
    elif head.unknown:
        names = ", ".join(head.unknown)
        found.odd = Problem("E03", f"{source.kind} has no {names}; what is in there was left out.")


def _when(line: Envelope, known: Known) -> When | Problem:
    """When a line happened, or what is wrong with it."""
    place = known.places.get(line.org)
    if place is None and isinstance(line, OrgUpsert):
        place = Place(known.clock_of(line.time_zone))
    elif place is None:
        near = nearest(line.org, known.places)
        return Problem("E05", f"There is no organisation “{line.org}”; its org.upsert must come first.{near}")
    when = place.clock.read(line.at)
    if isinstance(when, Problem):
        return when
    for project in _projects(line):
        if project not in place.projects:
            return Problem("E06", no_project(project, place.projects))
    known.places[line.org] = place
    if type(line) is ProjectUpsert:
        place.projects.add(line.slug)
    return when


def _projects(line: Envelope) -> Iterable[str]:
    project = line.__dict__.get("project")
    return line.__dict__.get("projects", ()) if project is None else (project,)


def _too_many(found: Survey) -> Problem:
    return Problem(
        "E18",
        f"{found.rejected:,} of {found.lines:,} lines are wrong, more than 20 %, so nothing was written. "
        "Mend the file, or take its good lines with --allow-partial.",
    )
