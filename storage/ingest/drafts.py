"""An event as its line tells it: a row of `events` in which names still stand for ids."""

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

NO_FIELD = ""  # for the columns that a kind leaves empty
HEAD = ("org", "source", "id", "rev", "kind", "project")
STAGES = {"stage_id": "stage", "from_stage_id": "from_", "to_stage_id": "to"}
WHAT = COLUMNS[AT["session_key"] : AT["amount"]]


def _columns(shape: type[Happening]) -> dict[str, str]:
    return shape.columns | {column: field for column, field in STAGES.items() if field in shape.model_fields}


# For each kind: the fields that go to the columns from session_key on, to amount, and to the target.
FIELDS = {
    kind: (
        tuple(_columns(shape).get(column, NO_FIELD) for column in WHAT),
        shape.columns.get("amount", NO_FIELD),
        shape.refers[0] if shape.refers else NO_FIELD,
    )
    for kind, shape in HAPPENINGS.items()
}
# For each kind: the columns that are not always empty.
FILLED = {
    kind: (
        *COLUMNS[: AT["session_key"]],
        *(column for column, field in zip(WHAT, fields, strict=True) if field),
        *COLUMNS[AT["amount"] :],
    )
    for kind, (fields, _, _) in FIELDS.items()
}


def draft(line: Envelope, at: str) -> Draft:
    """The draft of a line that says what happened; `at` is its instant as it is stored."""
    read = line.__dict__.get
    what, amount, target = FIELDS[line.kind]
    return (
        *map(read, HEAD),
        at,
        None,
        read("user"),
        None,
        *map(read, what),
        read(amount, 1),
        content_hash(line, at),
        None,
        None,
        read(target),
        read("repository"),
    )


def ready(line: Envelope | Flaw) -> Draft | Envelope | Flaw:
    """A line as it is taken: what happened is a draft. Who takes it knows what is still the future (E04)."""
    if isinstance(line, Flaw) or line.kind not in HAPPENINGS:
        return line
    when = ANY_TIME.read(line.at)
    return Flaw(when, line.org) if isinstance(when, Problem) else draft(line, when[0])
