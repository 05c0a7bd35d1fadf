"""An event as its line tells it: a row of `events` in which names still stand for ids."""

from operator import itemgetter
from typing import Any

from storage.contributions import AT, COLUMNS
from storage.ingest.fate import content_hash
from storage.ingest.fields import Envelope
from storage.ingest.happenings import Happening
from storage.ingest.instants import ANY_TIME
from storage.ingest.parsing import Flaw
from storage.ingest.receipt import Problem
from storage.ingest.shapes import HAPPENINGS

# The columns of events in order: slug of the organisation and the project, external ids of person and stages;
# None for what is not the line's to say. Then the event that it refers to, and the repository.
Draft = tuple[Any, ...]
TARGET, REPOSITORY = len(COLUMNS), len(COLUMNS) + 1
ORG, SOURCE, ID = AT["org_id"], AT["source"], AT["event_id"]
REVISION, CONTENT = AT["revision"], AT["content_hash"]
KEY = slice(SOURCE, ID + 1)
WHAT = COLUMNS[AT["session_key"] : AT["amount"]]

# What is no field of a line, and yet goes to a column.
NOTHING, ONE, INSTANT, HASH = "", "1", "instant as stored", "hash of the content"
STATED = {
    "org_id": "org",
    "source": "source",
    "event_id": "id",
    "revision": "rev",
    "kind": "kind",
    "project_id": "project",
    "occurred_at": INSTANT,
    "person_id": "user",
    "stage_id": "stage",
    "from_stage_id": "from_",
    "to_stage_id": "to",
    "amount": ONE,
    "content_hash": HASH,
}
MADE = (NOTHING, ONE, INSTANT, HASH)


def _fields(shape: type[Happening]) -> dict[str, str]:
    """What goes to each column."""
    stated = STATED | shape.columns
    known = {*shape.model_fields, *MADE}
    return {
        column: field if (field := stated.get(column, NOTHING)) in known else NOTHING for column in COLUMNS
    }


FIELDS = {kind: _fields(shape) for kind, shape in HAPPENINGS.items()}
PICK = {
    kind: itemgetter(
        *FIELDS[kind].values(),
        shape.refers[0] if shape.refers else NOTHING,
        "repository" if "repository" in shape.model_fields else NOTHING,
    )
    for kind, shape in HAPPENINGS.items()
}
# For each kind: the columns that are not always empty.
FILLED = {
    kind: tuple(column for column in COLUMNS if fields[column] or column not in WHAT)
    for kind, fields in FIELDS.items()
}


def draft(line: Envelope, at: str) -> Draft:
    """The draft of a line that says what happened; `at` is its instant as it is stored."""
    made = {NOTHING: None, ONE: 1, INSTANT: at, HASH: content_hash(line, at)}
    picked: Draft = PICK[line.kind](line.__dict__ | made)
    return picked


def ready(line: Envelope | Flaw) -> Draft | Envelope | Flaw:
    """A line as it is taken: what happened is a draft. Who takes it knows what is still the future (E04)."""
    if isinstance(line, Flaw) or line.kind not in HAPPENINGS:
        return line
    when = ANY_TIME.read(line.at)
    return Flaw(when, line.org) if isinstance(when, Problem) else draft(line, when[0])
