"""The second pass over a file: chunks of lines, each written in one transaction with its tallies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.ingest import writing
from storage.ingest.accounts import Taken
from storage.ingest.batches import Batch, add_counts, brought_by_others, open_batch, set_aside, storable
from storage.ingest.dimensions import OrgUpsert
from storage.ingest.drafts import ORG, SOURCE, Draft
from storage.ingest.fate import INSERTED, Stamp, content_hash, rejected
from storage.ingest.fields import Envelope
from storage.ingest.foresight import Foresight, Seen
from storage.ingest.intake import HOMELESS, Intake, Run
from storage.ingest.ledger import Ledger
from storage.ingest.organisation import Organisation
from storage.ingest.organisations import create
from storage.ingest.parsing import Flaw
from storage.ingest.receipt import Outcome, Problem
from storage.ingest.spool import Chunk, Read
from storage.tables import organizations


def post(run: Run, intake: Intake, chunk: Chunk) -> Seen:
    """Write one chunk, whole or not at all, and account for its lines.

    Answers what is known of their organisations then.
    """
    parts, homeless = _by_organisation(chunk.reads, intake)
    for slug in chunk.unchanged:
        parts.setdefault(slug, [])
    taken: list[Taken] = []
    seen: Seen = {}
    with run.transact() as connection:
        writing.begin(connection)
        for slug, reads in sorted(parts.items()):
            part = _Part(run, intake, connection, slug, chunk.unchanged.get(slug, 0))
            counted, known = _post_part(part, reads)
            taken.append(counted)
            seen[slug] = known
        taken.append(_file_homeless(connection, intake, homeless))
    for each in taken:
        intake.account.add(each)
    return seen


def _by_organisation(chunk: Sequence[Read], intake: Intake) -> tuple[dict[str, list[Read]], list[Read]]:
    """The lines of each organisation, and those of none.

    A line that cannot be read goes to the organisation that it names, if that one has others.
    """
    parts: dict[str, list[Read]] = defaultdict(list)
    for read in chunk:
        line = read[2]
        if not isinstance(line, Flaw):
            parts[line[ORG] if isinstance(line, tuple) else line.org].append(read)
    homeless: list[Read] = []
    for read in chunk:
        if isinstance(read[2], Flaw):
            org = read[2].org or ""
            (parts[org] if org in parts or org in intake.batches else homeless).append(read)
    return parts, homeless


@dataclass(frozen=True)
class _Part:
    """The lines of one organisation in one chunk."""

    run: Run
    intake: Intake
    connection: Connection
    slug: str
    unchanged: int  # lines that were found to be stored already


def _post_part(part: _Part, reads: Sequence[Read]) -> tuple[Taken, Foresight]:
    lines = [line for _, _, line in reads if not isinstance(line, Flaw)]
    creator = _create(part, lines)
    org = Organisation(part.connection, part.slug, part.run.clock_of)
    batch = _batch(part, org, lines)
    ledger = Ledger(org, part.run.clock_of)
    ledger.prepare(lines)
    taken = Taken()
    taken.note_all(Outcome.DUPLICATE, part.unchanged)
    for number, raw, line in reads:
        if isinstance(line, Flaw):
            taken.note(number, raw, rejected(line.problem))
        else:
            taken.note(number, raw, INSERTED if line is creator else ledger.take(line, batch.id))
    ledger.write()
    set_aside(part.connection, batch, taken.aside)
    add_counts(part.connection, batch.id, taken.counts)
    seen = Foresight(org, batch, brought_by_others(part.connection, batch))
    seen.remember(ledger.known)
    return taken, seen


def _create(part: _Part, lines: Sequence[Draft | Envelope]) -> Envelope | None:
    """Create the organisation if there is none yet: the line that did, or None."""
    known = select(organizations.c.id).where(organizations.c.slug == part.slug)
    if part.connection.execute(known).first() is not None:
        return None
    for line in lines:
        # The first pass let no line of an unknown organisation pass before such a one (E05).
        if type(line) is OrgUpsert:
            when = part.run.clock_of(line.time_zone).read(line.at)
            if not isinstance(when, Problem):
                stamp = Stamp(when, content_hash(line, when[0]), batch=0)
                return line if create(part.connection, line, stamp) else None
    return None


def _batch(part: _Part, org: Organisation, lines: Sequence[Draft | Envelope]) -> Batch:
    intake = part.intake
    if part.slug not in intake.batches:
        first = lines[0]
        values = {
            "org_id": org.id,
            # A file may have several; its first one names the receipt.
            "source": first[SOURCE] if isinstance(first, tuple) else first.source,
            "file_name": storable(intake.account.name)[-500:],
            "sha256": intake.sha256,
            "received_at": org.clock.as_of,
        }
        batch = Batch(open_batch(part.connection, values), org.id, org.clock.as_of)
        intake.batches[part.slug] = batch
        part.run.accounts[batch.id] = intake.account
    return intake.batches[part.slug]


def _file_homeless(connection: Connection, intake: Intake, reads: Sequence[Read]) -> Taken:
    """File unreadable lines under the file's first organisation, or keep them until there is one."""
    for number, raw, line in reads:
        if isinstance(line, Flaw):
            intake.homeless.note(number, raw, rejected(line.problem))
    del intake.homeless.aside[HOMELESS:]
    batch = next(iter(intake.batches.values()), None)
    if batch is None:
        return Taken()
    filed, intake.homeless = intake.homeless, Taken()
    set_aside(connection, batch, filed.aside)
    add_counts(connection, batch.id, filed.counts)
    return filed
