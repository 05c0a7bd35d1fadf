"""The second pass over a file: chunks of lines, each written in one transaction with its tallies."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from storage.ingest import writing
from storage.ingest.accounts import Account, Taken
from storage.ingest.batches import Batch, add_counts, open_batch, set_aside
from storage.ingest.dimensions import OrgUpsert
from storage.ingest.fate import INSERTED, Stamp, content_hash, rejected
from storage.ingest.fields import Envelope
from storage.ingest.ledger import Ledger
from storage.ingest.organisation import ClockOf, Organisation
from storage.ingest.organisations import create
from storage.ingest.parsing import Flaw
from storage.ingest.reading import Read
from storage.ingest.receipt import Problem
from storage.tables import organizations

CHUNK = 10_000  # lines of one transaction
CHUNK_BYTES = 16 << 20  # or fewer, where lines are long: all of them are in memory
HOMELESS = 1_000  # unreadable lines kept, at most, until there is an organisation to file them under

Transact = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True)
class Run:
    """What the files of one command share; `accounts` finds the account of a stored batch."""

    transact: Transact
    clock_of: ClockOf
    accounts: dict[int, Account] = field(default_factory=dict)


@dataclass
class Intake:
    """One file on its way in: its batches by organisation, and unreadable lines that have none yet."""

    account: Account
    sha256: str
    batches: dict[str, Batch] = field(default_factory=dict)
    homeless: Taken = field(default_factory=Taken)


def chunks(reads: Iterable[Read]) -> Iterator[list[Read]]:
    """Lines in chunks of at most `CHUNK` lines and about `CHUNK_BYTES`."""
    chunk: list[Read] = []
    size = 0
    for read in reads:
        chunk.append(read)
        size += len(read[1])
        if len(chunk) == CHUNK or size > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def post(run: Run, intake: Intake, chunk: Sequence[Read]) -> None:
    """Write one chunk, whole or not at all, and account for its lines."""
    parts, homeless = _by_organisation(chunk, intake)
    taken: list[Taken] = []
    with run.transact() as connection:
        writing.begin(connection)
        for slug, reads in sorted(parts.items()):
            taken.append(_post_part(_Part(run, intake, connection, slug), reads))
        taken.append(_file_homeless(connection, intake, homeless))
    for part in taken:
        intake.account.add(part)


def _by_organisation(chunk: Sequence[Read], intake: Intake) -> tuple[dict[str, list[Read]], list[Read]]:
    """The lines of each organisation, and those of none.

    A line that cannot be read goes to the organisation that it names, if that one has others.
    """
    parts: dict[str, list[Read]] = defaultdict(list)
    for read in chunk:
        if not isinstance(read[2], Flaw):
            parts[read[2].org].append(read)
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


def _post_part(part: _Part, reads: Sequence[Read]) -> Taken:
    lines = [line for _, _, line in reads if not isinstance(line, Flaw)]
    creator = _create(part, lines)
    org = Organisation(part.connection, part.slug, part.run.clock_of)
    batch = _batch(part, org, lines)
    ledger = Ledger(org, part.run.clock_of)
    ledger.prepare(lines)
    taken = Taken()
    for number, raw, line in reads:
        if isinstance(line, Flaw):
            taken.note(number, raw, rejected(line.problem))
        else:
            taken.note(number, raw, INSERTED if line is creator else ledger.take(line, batch.id))
    ledger.write()
    set_aside(part.connection, batch, taken.aside)
    add_counts(part.connection, batch.id, taken.counts)
    return taken


def _create(part: _Part, lines: Sequence[Envelope]) -> Envelope | None:
    """Create the organisation if these lines are its first; the line that did."""
    known = select(organizations.c.id).where(organizations.c.slug == part.slug)
    if part.connection.execute(known).first() is not None:
        return None
    # The first pass let no line pass before it (E05).
    creator = next(line for line in lines if isinstance(line, OrgUpsert))
    when = part.run.clock_of(creator.time_zone).read(creator.at)
    if isinstance(when, Problem):
        raise AssertionError(when)
    create(part.connection, creator, Stamp(when, content_hash(creator, when[0]), batch=0))
    return creator


def _batch(part: _Part, org: Organisation, lines: Sequence[Envelope]) -> Batch:
    intake = part.intake
    if part.slug not in intake.batches:
        values = {
            "org_id": org.id,
            "source": lines[0].source,  # a file may have several; its first one names the receipt
            "file_name": intake.account.name[-500:],
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
