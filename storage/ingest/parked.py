"""Lines that wait for another event: retried after every ingest, given up after a week (E13)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from storage.ingest import writing
from storage.ingest.batches import PATIENCE, add_counts, storable
from storage.ingest.drafts import Draft, ready
from storage.ingest.fate import Fate, rejected
from storage.ingest.fields import Envelope
from storage.ingest.instants import Clock
from storage.ingest.intake import CHUNK, Run
from storage.ingest.ledger import Ledger
from storage.ingest.organisation import Organisation
from storage.ingest.parsing import Flaw, parse
from storage.ingest.receipt import Outcome, Problem
from storage.tables import ingest_rejections

GIVEN_UP = rejected(Problem("E13", "What the line refers to did not come within 7 days; it was given up."))
RESOLVED = "resolved"

Retried = list[tuple[Row[Any], Fate]]


def retry(run: Run, slug: str) -> None:
    """Give up what waits for more than a week, and retry the rest until nothing moves any more."""
    moved = True
    while moved:
        moved, after = False, 0
        while rows := _retry(run, slug, after):
            after = rows[-1][0].id
            moved = moved or any(fate.outcome is not Outcome.PARKED for _, fate in rows)


def _retry(run: Run, slug: str, after: int) -> Retried:
    """Take the next parked lines again, in one transaction."""
    with run.transact() as connection:
        writing.begin(connection)
        org = Organisation(connection, slug, run.clock_of)
        rows = _parked(connection, org.id, after)
        fates = _fates(Ledger(org, run.clock_of), rows) if rows else []
        settled = [(row, fate) for row, fate in fates if fate.outcome is not Outcome.PARKED]
        _settle(connection, settled)
    for row, fate in settled:
        if row.batch_id in run.accounts:
            run.accounts[row.batch_id].settle(row.line_no, fate)
    return fates


def _parked(connection: Connection, org_id: int, after: int) -> Sequence[Row[Any]]:
    lines = ingest_rejections
    waiting = select(lines).where(lines.c.org_id == org_id, lines.c.state == Outcome.PARKED.value)
    return connection.execute(waiting.where(lines.c.id > after).order_by(lines.c.id).limit(CHUNK)).all()


def _fates(ledger: Ledger, rows: Sequence[Row[Any]]) -> Retried:
    org = ledger.org
    now = org.clock.as_of
    # In a replay of an earlier day, what was no future when it came is none now.
    came = max(row.retry_until for row in rows) - PATIENCE
    org.clock = Clock(org.clock.zone, max(now, came))
    lines = [ready(parse(row.raw.encode())) for row in rows]
    ledger.prepare([line for line in lines if not isinstance(line, Flaw)])
    fates = [
        (row, GIVEN_UP if row.retry_until < now else _fate(ledger, row, line))
        for row, line in zip(rows, lines, strict=True)
    ]
    ledger.write()
    return fates


def _fate(ledger: Ledger, row: Row[Any], line: Draft | Envelope | Flaw) -> Fate:
    return rejected(line.problem) if isinstance(line, Flaw) else ledger.take(line, row.batch_id)


def _settle(connection: Connection, settled: Retried) -> None:
    """Note what became of parked lines, on the lines and in the receipts that counted them as parked."""
    if not settled:
        return
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for row, fate in settled:
        counts[row.batch_id].update({Outcome.PARKED: -1, fate.outcome: 1, "warned": int(bool(fate.warnings))})
    for batch_id in sorted(counts):
        add_counts(connection, batch_id, counts[batch_id])
    mine = update(ingest_rejections).where(ingest_rejections.c.id == bindparam("row_id"))
    connection.execute(mine, [_settled_row(row, fate) for row, fate in settled])


def _settled_row(row: Row[Any], fate: Fate) -> dict[str, Any]:
    problem = fate.problem
    return {
        "row_id": row.id,
        "state": fate.outcome.value if problem else RESOLVED,
        "code": problem.code if problem else row.code,
        "message": storable(problem.message)[:500] if problem else row.message,
        "retry_until": None,
    }
