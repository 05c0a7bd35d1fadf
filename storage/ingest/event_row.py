"""A draft becomes a row of `events`: its names as ids, and what was odd about it."""

from storage.contributions import AT, COLUMNS, EventRow
from storage.ingest.drafts import CONTENT, ORG, REPOSITORY, REVISION, Draft
from storage.ingest.organisation import Organisation
from storage.ingest.persons import known_or_stub, unknown_word
from storage.ingest.receipt import Problem
from storage.ingest.shapes import HAPPENINGS
from storage.vocabulary import AUTOMATION

Warnings = tuple[Problem, ...]
StageIds = tuple[int | None, int | None, int | None]

NO_STAGES: StageIds = (None, None, None)
PROJECT = AT["project_id"]
PERSON, KIND, AT_INSTANT = AT["person_id"], AT["kind"], AT["occurred_at"]
DAY, ROLE, BATCH, EVENT = AT["occurred_on"], AT["role"], AT["batch_id"], len(COLUMNS)
STAGES = slice(AT["stage_id"], AT["to_stage_id"] + 1)

# For each kind: the columns with a word of an open vocabulary (E09), those that a higher revision may change,
# and whether a role is stamped on its events.
WORDS = {
    kind: tuple(
        (AT[column], vocab)
        for field, vocab in shape.words
        for column, source in shape.columns.items()
        if source == field
    )
    for kind, shape in HAPPENINGS.items()
}
MUTABLE = {kind: tuple(AT[column] for column in shape.mutable) for kind, shape in HAPPENINGS.items()}
HAS_ACTOR = {kind: shape.has_actor for kind, shape in HAPPENINGS.items()}


def event_row(org: Organisation, line: Draft, day: str, batch: int) -> tuple[EventRow, Warnings]:
    """The row of a draft on its local day, and what was odd. Raises `RefusedLine` (E06, E14)."""
    kind, slug = line[KIND], line[PROJECT]
    project_id = None if slug is None else org.project(slug)
    person_id, role, warnings = _actor(org, line[PERSON], day)
    stages = line[STAGES]
    if stages != NO_STAGES:
        stages, odd = _stages(org, stages, project_id)
        warnings += odd
    warnings += unknown_words(org, line)
    if (repository := line[REPOSITORY]) is not None and repository not in org.repositories:
        warnings += (Problem("E09", f"The repository “{repository}” is not known; the line was taken."),)
    row = list(line[:EVENT])
    row[ORG], row[PROJECT], row[DAY], row[PERSON] = org.id, project_id, day, person_id
    row[ROLE] = role if HAS_ACTOR[kind] else None
    row[STAGES] = stages
    row[BATCH:] = batch, org.clock.stored_as_of
    return tuple(row), warnings


def _actor(org: Organisation, name: str | None, day: str) -> tuple[int | None, str, Warnings]:
    """Who did it, and as what; nobody is automation (E07)."""
    if name is None:
        return None, AUTOMATION, ()
    person, warnings = known_or_stub(org, name)
    return person.id, person.role_on(day), warnings


def _stages(
    org: Organisation, names: tuple[str | None, ...], project_id: int | None
) -> tuple[StageIds, Warnings]:
    """The ids of stage, from and to; a warning for a move on no published edge (E14)."""
    if project_id is None:
        return NO_STAGES, ()
    stage, start, end = (None if name is None else org.stage(project_id, name) for name in names)
    if start is None or end is None or (start, end) in org.edges:
        return (stage, start, end), ()
    odd = Problem("E14", f"No workflow leads from “{names[1]}” to “{names[2]}” now; the move was taken.")
    return (stage, start, end), (odd,)


def unknown_words(org: Organisation, line: Draft) -> Warnings:
    """A warning for each value that an open vocabulary does not have (E09)."""
    odd: Warnings = ()
    for position, vocab in WORDS[line[KIND]]:
        if (word := line[position]) is not None and word not in org.words.get(vocab, ()):
            odd += unknown_word(org, vocab, word)
    return odd


def revised(row: EventRow, line: Draft) -> EventRow:
    """A stored row as a higher revision changes it: its mutable columns only."""
    changed = list(row)
    for position in (REVISION, CONTENT, *MUTABLE[line[KIND]]):
        changed[position] = line[position]
    return tuple(changed)
