"""What is known of a file while it is written: its chunks, its batches, its account."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from storage.ingest.accounts import Account, Taken
from storage.ingest.batches import Batch
from storage.ingest.organisation import ClockOf
from storage.ingest.other import Other
from storage.ingest.sent_before import Look
from storage.ingest.spool import Entry

CHUNK = 10_000  # lines of one transaction
CHUNK_BYTES = 16 << 20  # or fewer, where lines are long: all of them are in memory
HOMELESS = 1_000  # unreadable lines kept, at most, until there is an organisation to file them under

Transact = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True)
class Run:
    """What the files of one command share; `accounts` finds the account of a stored batch."""

    transact: Transact
    look: Look  # to read
    beside: str | None  # the URL under which others read what is committed; None where nobody else can
    clock_of: ClockOf
    other: Other
    accounts: dict[int, Account] = field(default_factory=dict)


@dataclass
class Intake:
    """One file on its way in: its batches by organisation, and unreadable lines that have none yet."""

    account: Account
    sha256: str
    batches: dict[str, Batch] = field(default_factory=dict)
    homeless: Taken = field(default_factory=Taken)


def chunks(lines: Iterable[Entry], first: int | None = None) -> Iterator[list[Entry]]:
    """Lines in chunks of at most `CHUNK` lines and about `CHUNK_BYTES`; the first may have fewer."""
    chunk: list[Entry] = []
    size, most = 0, first or CHUNK
    for line in lines:
        chunk.append(line)
        size += len(line[1])
        if len(chunk) == most or size > CHUNK_BYTES:
            yield chunk
            chunk, size, most = [], 0, CHUNK
    if chunk:
        yield chunk
