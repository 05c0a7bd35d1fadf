"""The last days of the history of ten million events in the lines of a source, for ingest to take in."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from storage import kinds
from storage.contributions import AT, COLUMNS, EventRow
from storage.ingest.shapes import HAPPENINGS
from tests.bench.company import DAYS, PEOPLE, PROJECTS, STAGES, WITH_WORKFLOW
from tests.bench.history import History, Ids

PROJECT, STAGE_COLUMNS = AT["project_id"], ("stage_id", "from_stage_id", "to_stage_id")
FIELDS = {"stage_id": "stage", "from_stage_id": "from", "to_stage_id": "to"}
MICRO = 1_000_000
WHOLE, LAST_DAYS = 10_000_000, 45
# What a source calls its things: here their numbers stand for the ids of a store.
NUMBERS = Ids(
    org=0,
    projects=tuple(range(PROJECTS)),
    people=tuple(range(PEOPLE)),
    stages=tuple(tuple(range(len(STAGES))) for _ in range(WITH_WORKFLOW)),
)


def write(path: Path, count: int) -> int:
    """Write up to so many events of the company as JSON lines; how many there are."""
    happened = islice((json.dumps(_line(row)) for row in _rows()), count)
    with path.open("w", encoding="utf-8") as file:
        return sum(1 for line in happened if file.write(f"{line}\n"))


def _rows() -> Iterator[EventRow]:
    for day in History(WHOLE, NUMBERS).days(DAYS - LAST_DAYS):
        # What refers to a session comes after it.
        yield from sorted(day, key=lambda row: row[AT["kind"]] != kinds.SESSION)


def _line(row: EventRow) -> dict[str, Any]:
    cells = dict(zip(COLUMNS, row, strict=True))
    kind, project, person = cells["kind"], cells["project_id"], cells["person_id"]
    shape = HAPPENINGS[kind]
    at = datetime.fromisoformat(cells["occurred_at"]).strftime("%Y-%m-%dT%H:%M:%SZ")
    line = {"v": 1, "kind": kind, "id": cells["event_id"], "source": cells["source"], "at": at, "org": "acme"}
    line["project"] = None if project is None else f"project-{project + 1:02}"
    if "user" in shape.model_fields:
        line["user"] = None if person is None else f"u-{person:03}"
    for column, field in FIELDS.items():
        if cells[column] is not None:
            line[field] = STAGES[cells[column]][0]
    line |= {field: cells[column] for column, field in shape.columns.items() if field != "id"}
    if kind == kinds.CREDITS_USED:
        line["amount"] = f"{cells['amount'] / MICRO:.6f}"
    return line
