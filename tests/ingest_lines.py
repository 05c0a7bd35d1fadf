"""A small organisation as lines, and ways to send lines and to read what they left in a store."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, Table, select

from storage.engine import open_engine, reading
from storage.ingest import Options, Receipt, ingest, input_file
from storage.tables import events, metadata, tallies

Line = dict[str, Any]
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
BEGAN = "2025-10-01T00:00:00Z"


def line(kind: str, id: str, at: str = "2026-11-03T14:05:00Z", **fields: Any) -> Line:
    return {"v": 1, "kind": kind, "id": id, "source": "playerzero", "at": at, "org": "acme"} | fields


def org(**fields: Any) -> Line:
    stated = {"name": "Acme", "time_zone": "America/New_York", "data_start_on": "2025-10-01"}
    return line("org.upsert", "o", BEGAN, **stated | fields)


def project(slug: str, **fields: Any) -> Line:
    return line("project.upsert", f"p-{slug}", BEGAN, slug=slug, name=slug.title(), **fields)


def user(id: str, **fields: Any) -> Line:
    return line("user.upsert", id, BEGAN, **{"display_name": id.title()} | fields)


def role(user: str, job_role: str, valid_from: str, at: str = BEGAN) -> Line:
    return line(
        "user.role", f"ur-{user}-{valid_from}", at, user=user, job_role=job_role, valid_from=valid_from
    )


def workflow(id: str = "w", at: str = BEGAN, **fields: Any) -> Line:
    stages = [{"id": name, "name": name, "type": "work"} for name in ("triage", "fix", "test")]
    stated = {"project": "pay", "name": id, "stages": stages, "edges": [["triage", "fix"], ["fix", "test"]]}
    return line("workflow.upsert", id, at, **stated | fields)


def contract(id: str, start: str, end: str, **fields: Any) -> Line:
    stated = {"name": id, "basis": "credits", "term_start": start, "term_end": end, "allocation": "1000"}
    return line("contract.upsert", id, BEGAN, **stated | fields)


def session(id: str = "s-1", **fields: Any) -> Line:
    return line("session.created", id, **{"project": "pay", "user": "mira"} | fields)


def question(id: str = "q-1", **fields: Any) -> Line:
    return line("question.asked", id, **{"project": "pay", "user": "mira", "origin": "slack"} | fields)


def classified(id: str = "q-1", rev: int = 1, category: str | None = "Debug", **fields: Any) -> Line:
    return line("question.classified", id, rev=rev, category=category, **fields)


def simulation(id: str = "m-1", **fields: Any) -> Line:
    stated = {"project": "pay", "scenario": "sc", "verdict": "passed", "scenario_type": "Security"}
    return line("simulation.finished", id, **stated | fields)


def credits(id: str = "c-1", **fields: Any) -> Line:
    return line("credits.used", id, **{"project": "pay", "category": "Player", "amount": "2.35"} | fields)


# Enough good lines that one wrong line beside them does not refuse the file.
WORLD = (org(), project("pay"), project("store"), user("mira"), role("mira", "QA", "2025-10-01"), workflow())


def fresh() -> Engine:
    """An empty store in memory, for tests that need many."""
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    return engine


def send(engine: Engine, *lines: Line | str, now: datetime = NOW, options: Options | None = None) -> Receipt:
    """Send lines as one JSONL file; texts go as they are."""
    texts = [text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for text in lines]
    return send_bytes(engine, "\n".join(texts).encode(), now=now, options=options)


def send_bytes(
    engine: Engine,
    data: bytes,
    name: str = "lines.jsonl",
    now: datetime = NOW,
    options: Options | None = None,
) -> Receipt:
    """Send a file of this name. Every receipt must add up."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        receipt = ingest(engine, [input_file(path)], lambda _zone: now, options)
    assert receipt.adds_up
    return receipt


def codes(receipt: Receipt) -> list[str]:
    return [mistake.code for mistake in receipt.errors]


def warned(receipt: Receipt) -> list[str]:
    return [mistake.code for mistake in receipt.warnings]


def rows(engine: Engine, table: Table) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(table).order_by(*table.primary_key.columns)))


def event(engine: Engine, id: str) -> Any:
    return next(row for row in rows(engine, events) if row.event_id == id)


def figures(engine: Engine) -> set[tuple[object, ...]]:
    """All tallies that count something."""
    return {tuple(row) for row in rows(engine, tallies) if row.events}


def tally(engine: Engine, kind: str, dimension: str = "", project_id: int = 0) -> dict[str, int]:
    """How many events each value has, over all days."""
    found: dict[str, int] = {}
    for row in rows(engine, tallies):
        if (row.kind, row.dimension, row.project_id) == (kind, dimension, project_id) and row.events:
            found[row.value] = found.get(row.value, 0) + row.events
    return found


def texts(lines: Iterable[Line]) -> bytes:
    return "\n".join(json.dumps(line) for line in lines).encode()
