"""The first pass over a file: every line by itself, and whether the file may be written at all.

Of the store it knows the organisations and their projects, and what the file's own lines add to these
(E05, E06). Workflows, contracts, roles and references to other events are looked at when lines are written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from sqlalchemy import Connection, select

from storage.ingest.csv_rows import header
from storage.ingest.dimensions import OrgUpsert, ProjectUpsert
from storage.ingest.explaining import nearest
from storage.ingest.fields import Envelope
from storage.ingest.inputs import Input
from storage.ingest.instants import Clock
from storage.ingest.organisation import ClockOf, no_project
from storage.ingest.parsing import Flaw
from storage.ingest.reading import Read, numbered
from storage.ingest.receipt import Account, Problem
from storage.tables import organizations, projects

MOST = 5  # more than one line in this many rejected refuses the file (E18: 20 %)


@dataclass(frozen=True)
class Place:
    """An organisation as the first pass knows it."""

    clock: Clock
    projects: set[str] = field(default_factory=set)


Places = dict[str, Place]


@dataclass(frozen=True)
class Survey:
    """What the first pass found. `refused` says why nothing may be written, and in which line (0: overall)."""

    lines: int
    refused: Problem | None = None
    refused_line: int = 0


def stored_places(connection: Connection, clock_of: ClockOf) -> Places:
    """The organisations of the store with their projects, by slug."""
    slugs: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(select(projects.c.org_id, projects.c.slug)):
        slugs[row.org_id].add(row.slug)
    return {
        row.slug: Place(clock_of(row.time_zone), slugs[row.id])
        for row in connection.execute(select(organizations))
    }


def survey(reads: Iterator[Read], known: Places, clock_of: ClockOf, account: Account) -> Survey:
    """Look at every line by itself. Wrong ones are noted in `account`; what lines declare joins `known`."""
    lines = rejected = 0
    for number, _raw, line in reads:
        lines += 1
        problem = line.problem if type(line) is Flaw else _problem(line, known, clock_of)
        if problem is None:
            continue
        if problem.code == "E05":
            return Survey(lines + sum(1 for _ in reads), problem, number)
        rejected += 1
        account.mistake(number, problem)
    return Survey(lines, _too_many(rejected, lines))


def _problem(line: Envelope, known: Places, clock_of: ClockOf) -> Problem | None:
    place = known.get(line.org)
    if place is None and isinstance(line, OrgUpsert):
        place = Place(clock_of(line.time_zone))
    elif place is None:
        return Problem(
            "E05", f"There is no organisation “{line.org}”; its org.upsert must come first.{nearest(line.org, known)}"
        )
    when = place.clock.read(line.at)
    if isinstance(when, Problem):
        return when
    for project in _projects(line):
        if project not in place.projects:
            return Problem("E06", no_project(project, place.projects))
    known[line.org] = place
    if type(line) is ProjectUpsert:
        place.projects.add(line.slug)
    return None


def _projects(line: Envelope) -> Iterable[str]:
    project = line.__dict__.get("project")
    return line.__dict__.get("projects", ()) if project is None else (project,)


def _too_many(rejected: int, lines: int) -> Problem | None:
    if rejected * MOST <= lines:
        return None
    return Problem(
        "E18",
        f"{rejected:,} of {lines:,} lines are wrong, more than 20 %, so nothing was written. "
        "Mend the file, or take its good lines with --allow-partial.",
    )


def header_problem(source: Input, file: BinaryIO) -> tuple[Problem | None, Problem | None]:
    """What is wrong with the header of a CSV file: why it cannot be read, and what is left out of it."""
    if source.kind is None:
        return None, None
    head = header(source.kind, numbered(file, lambda _block: None))
    if head.missing:
        return Problem("E03", f"The header lacks {', '.join(head.missing)}, which {source.kind} needs."), None
    unknown = Problem("E03", f"Columns that {source.kind} does not have were left out: {', '.join(head.unknown)}.")
    return None, unknown if head.unknown else None
