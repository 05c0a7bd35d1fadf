"""The last days of the history of ten million events in the lines of a source, for ingest to take in.

One question in seven is classified by a line of its own, some lines later, as a classifier does it.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from storage import kinds
from storage.contributions import AT, COLUMNS, EventRow
from storage.ingest.shapes import CLASSIFIED, HAPPENINGS
from tests.bench.company import DAYS, PEOPLE, PROJECTS, STAGES, WITH_WORKFLOW
from tests.bench.history import History, Ids

PROJECT, STAGE_COLUMNS = AT["project_id"], ("stage_id", "from_stage_id", "to_stage_id")
FIELDS = {"stage_id": "stage", "from_stage_id": "from", "to_stage_id": "to"}
MICRO = 1_000_000
WHOLE, LAST_DAYS = 10_000_000, 45
CLASSIFIED_EACH, LATER = 7, 40  # questions, and lines after theirs
Line = dict[str, Any]
# What a source calls its things: here their numbers stand for the ids of a store.
NUMBERS = Ids(
    org=0,
    projects=tuple(range(PROJECTS)),
    people=tuple(range(PEOPLE)),
    stages=tuple(tuple(range(len(STAGES))) for _ in range(WITH_WORKFLOW)),
)


def write(path: Path, count: int) -> None:
    """Write so many JSON lines of the company, if it has as many."""
    lines = islice(_classified_later(map(_line, _rows())), count)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in lines)


def _classified_later(lines: Iterable[Line]) -> Iterator[Line]:
    waiting: deque[tuple[int, Line]] = deque()
    questions = 0
    for number, line in enumerate(lines):
        while waiting and waiting[0][0] <= number:
            yield waiting.popleft()[1]
        if line["kind"] == kinds.QUESTION:
            questions += 1
            if line["category"] is not None and questions % CLASSIFIED_EACH == 0:
                named = {name: line[name] for name in ("v", "id", "source", "at", "org")}
                waiting.append(
                    (number + LATER, named | {"kind": CLASSIFIED, "rev": 1, "category": line["category"]})
                )
                line |= {"category": None}
        yield line


def _rows() -> Iterator[EventRow]:
    for day in History(WHOLE, NUMBERS).days(DAYS - LAST_DAYS):
        # What refers to a session comes after it.
        yield from sorted(day, key=lambda row: row[AT["kind"]] != kinds.SESSION)


def _line(row: EventRow) -> Line:
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
