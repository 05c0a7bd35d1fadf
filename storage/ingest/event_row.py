"""A line about something that happened as a row of `events`."""

from storage.contributions import AT, EventRow
from storage.ingest.fate import Stamp
from storage.ingest.fields import Envelope

# Types of lines are compared, as pydantic makes isinstance ten times slower.
from storage.ingest.happenings import CodeAnalyzed, Happening, StageTransitioned
from storage.ingest.organisation import Organisation
from storage.ingest.persons import known_or_stub, unknown_word
from storage.ingest.receipt import Problem
from storage.ingest.shapes import HAPPENINGS
from storage.vocabulary import AUTOMATION

Warnings = tuple[Problem, ...]
BEFORE_STAGES = ("session_key", "origin", "category", "scenario_type", "layer", "verdict")
AFTER_STAGES = ("subject_key", "object", "purpose")
NO_FIELD = ""  # for the columns that a kind leaves empty

# For each kind: the fields that go to these columns as they are.
PLAIN = {
    kind: (
        tuple(shape.columns.get(column, NO_FIELD) for column in BEFORE_STAGES),
        tuple(shape.columns.get(column, NO_FIELD) for column in AFTER_STAGES),
        shape.columns.get("amount", NO_FIELD),
    )
    for kind, shape in HAPPENINGS.items()
}


def event_row(org: Organisation, line: Envelope, stamp: Stamp) -> tuple[EventRow, Warnings]:
    """The row of a line, its columns in order, and what was odd. Raises `RefusedLine` (E06, E14)."""
    read = line.__dict__.get
    shape = HAPPENINGS[line.kind]
    slug = read("project")
    project_id = None if slug is None else org.project(slug)
    person_id, role, warnings = _actor(org, line, stamp.when[1])
    stages, odd = _stages(org, line, project_id)
    for field, vocab in shape.words:
        if (word := read(field)) is not None and word not in org.words[vocab]:
            odd += unknown_word(org, vocab, word)
    if type(line) is CodeAnalyzed and line.repository not in org.repositories | {None}:
        odd += (Problem("E09", f"The repository “{line.repository}” is not known; the line was taken."),)
    before, after, amount = PLAIN[line.kind]
    row = (
        org.id,
        line.source,
        line.id,
        line.rev,
        line.kind,
        project_id,
        *stamp.when,
        person_id,
        role if shape.has_actor else None,
        *map(read, before),
        *stages,
        *map(read, after),
        read(amount, 1),
        stamp.content,
        stamp.batch,
        org.clock.stored_as_of,
    )
    return row, warnings + odd


def _actor(org: Organisation, line: Envelope, day: str) -> tuple[int | None, str, Warnings]:
    """Who did it, and as what; nobody is automation (E07)."""
    name = line.__dict__.get("user")
    if name is None:
        return None, AUTOMATION, ()
    person, warnings = known_or_stub(org, name)
    return person.id, person.role_on(day), warnings


def _stages(
    org: Organisation, line: Envelope, project_id: int | None
) -> tuple[tuple[int | None, int | None, int | None], Warnings]:
    """The ids of stage, from and to; a warning for a move on no published edge (E14)."""
    if project_id is None:
        return (None, None, None), ()
    if type(line) is not StageTransitioned:
        name = line.__dict__.get("stage")
        return (None if name is None else org.stage(project_id, name), None, None), ()
    start = None if line.from_ is None else org.stage(project_id, line.from_)
    end = None if line.to is None else org.stage(project_id, line.to)
    if start is None or end is None or (start, end) in org.edges:
        return (None, start, end), ()
    odd = Problem("E14", f"No workflow leads from “{line.from_}” to “{line.to}” now; the move was taken.")
    return (None, start, end), (odd,)


def revised(row: EventRow, line: Happening, content: str) -> EventRow:
    """A stored row as a higher revision changes it: its mutable columns only."""
    changed = list(row)
    for column in line.mutable:
        changed[AT[column]] = line.__dict__[line.columns[column]]
    changed[AT["revision"]] = line.rev
    changed[AT["content_hash"]] = content
    return tuple(changed)
