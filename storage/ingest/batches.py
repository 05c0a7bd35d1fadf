"""The receipts of ingests in the store, and the lines that were set aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from storage.ingest.accounts import Aside
from storage.ingest.receipt import Outcome, Problem
from storage.tables import ingest_batches, ingest_rejections

PATIENCE = timedelta(days=7)  # how long a parked line is retried (E13)
KEPT = 2000  # characters kept of a line that will not be read again


@dataclass(frozen=True)
class Batch:
    """One organisation's part of a file."""

    id: int
    org_id: int
    as_of: datetime


def open_batch(connection: Connection, values: dict[str, Any]) -> int:
    """Begin the stored receipt of one organisation's lines in a file; its id."""
    new = insert(ingest_batches).values(values).returning(ingest_batches.c.id)
    return int(connection.execute(new).scalar_one())


def brought_by_others(connection: Connection, batch: Batch) -> int:
    """How much other ingests have brought to an organisation: only they change what it is."""
    b = ingest_batches.c
    brought = select(func.sum(b.rows_inserted + b.rows_updated))
    others = brought.where(b.org_id == batch.org_id, b.id != batch.id)
    return int(connection.execute(others).scalar_one() or 0)


def add_counts(connection: Connection, batch_id: int, counts: Mapping[str, int]) -> None:
    """Add to what a stored receipt counts; the names are those of `Receipt`."""
    changes = {
        f"rows_{name}": ingest_batches.c[f"rows_{name}"] + count for name, count in counts.items() if count
    }
    if changes:
        connection.execute(update(ingest_batches).where(ingest_batches.c.id == batch_id).values(changes))


def set_aside(connection: Connection, batch: Batch, lines: Iterable[Aside]) -> None:
    """Keep lines that were rejected or in conflict, and those that wait to be retried."""
    rows = [_row(batch, line, line.fate.problem) for line in lines if line.fate.problem is not None]
    if rows:
        connection.execute(insert(ingest_rejections), rows)


def storable(text: str) -> str:
    """Text that both databases take: Postgres stores no U+0000, and neither half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _row(batch: Batch, line: Aside, problem: Problem) -> dict[str, Any]:
    parked = line.fate.outcome is Outcome.PARKED
    text = storable(line.raw.decode(errors="replace"))
    return {
        "org_id": batch.org_id,
        "batch_id": batch.id,
        "line_no": line.number,
        "code": problem.code,
        "message": storable(problem.message)[:500],
        "raw": text if parked else text[:KEPT],
        "state": line.fate.outcome.value,
        "retry_until": batch.as_of + PATIENCE if parked else None,
    }
