"""Chunks that are taken before the ones before them are written.

Most chunks of a large file bring events of organisations that are known by then, and revise some of them.
Such a chunk is taken by another process as if nothing else came meanwhile, while this one writes the chunks
before. Whether things are as the chunk was taken for, is looked at in the transaction that writes it, and the
primary key refuses events that are there already: then nothing of it is kept, and it is taken again in the
ordinary way.
"""

import marshal
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.contributions import EventRow
from storage.engine import reading
from storage.errors import StoreError
from storage.ingest import writing
from storage.ingest.accounts import Taken
from storage.ingest.batches import Batch, add_counts, brought_by_others, set_aside
from storage.ingest.dimensions import IssueUpsert
from storage.ingest.drafts import CONTENT, KEY, ORG, REVISION, SOURCE, TARGET, Draft
from storage.ingest.event_row import KIND, MUTABLE, PERSON
from storage.ingest.fate import INSERTED
from storage.ingest.fields import Envelope
from storage.ingest.instants import Clock
from storage.ingest.intake import Run
from storage.ingest.ledger import Changed, Ledger
from storage.ingest.organisation import Organisation, held
from storage.ingest.other import engine_of
from storage.ingest.parsing import Flaw
from storage.ingest.receipt import Outcome
from storage.ingest.shapes import CLASSIFIED, HAPPENINGS
from storage.ingest.spool import Packed, Read
from storage.ingest.stored_events import EventKey, Known, heads, revisable

AHEAD = 2  # chunks that may be taken and not yet written when another is taken
REMEMBERED = 200_000  # events that later lines may refer to; older ones are looked up again
REFERRED = {shape.refers[1] for shape in HAPPENINGS.values() if shape.refers}
Earlier = tuple[dict[EventKey, Known], dict[EventKey, EventRow]]  # of events: heads, rows to be revised


class Unforeseen(Exception):
    """The store is not as a chunk was taken for."""


@dataclass
class Foresight:
    """What is known of an organisation from one chunk to the next.

    An event is never removed and never becomes one of another kind, so `kinds` holds whatever comes. `recent`
    is what became of events that can be revised, in chunks that may not be written yet, the newest first.
    """

    org: Organisation
    batch: Batch
    others: int  # how much others have brought to it
    kinds: dict[EventKey, str] = field(default_factory=dict)
    recent: deque[dict[EventKey, EventRow]] = field(default_factory=lambda: deque(maxlen=AHEAD))

    def __post_init__(self) -> None:
        self.slug: str = self.org.row.slug

    def remember(self, known: dict[EventKey, Known]) -> None:
        """Remember the events that later lines may refer to."""
        self.kinds |= {key: head[0] for key, head in known.items() if head[0] in REFERRED}


Seen = dict[str, Foresight]  # by the organisation's slug


@dataclass(frozen=True)
class Part:
    """What is to be written of one organisation's lines, if the store is still as they were taken for.

    The events in `absent` were not made, though lines are about them: those must not be there already. Those
    in `earlier` must be there, and just so.
    """

    slug: str
    absent: frozenset[EventKey]
    earlier: dict[EventKey, Known]
    taken: Taken
    data: bytes  # of the events and the tallies

    def write(self, connection: Connection, seen: Foresight) -> None:
        """Write it. Raises `Unforeseen`."""
        org, batch = seen.org, seen.batch
        # The organisation comes first: it is held from then on.
        as_it_was = held(connection, org.row.slug) == org.row
        if not as_it_was or brought_by_others(connection, batch) != seen.others:
            raise Unforeseen
        if heads(connection, org.id, self.absent | self.earlier.keys()) != self.earlier:
            raise Unforeseen
        with _only_new(connection):
            Changed(*marshal.loads(self.data)).write(connection, org.id)  # noqa: S302
        set_aside(connection, batch, self.taken.aside)
        add_counts(connection, batch.id, self.taken.counts)


@dataclass(frozen=True)
class Plan:
    """What is to be written of a chunk: of each organisation, in the order of their slugs."""

    parts: tuple[Part, ...]

    def write(self, run: Run, seen: Seen) -> None:
        """Write it in one transaction. Raises `Unforeseen`, and keeps nothing then."""
        with run.transact() as connection:
            writing.begin(connection)
            for part in self.parts:
                part.write(connection, seen[part.slug])


@contextmanager
def _only_new(connection: Connection) -> Iterator[None]:
    """Events that were taken for new ones may be stored already: the database knows, and refuses them."""
    try:
        yield
    except (IntegrityError, connection.dialect.loaded_dbapi.IntegrityError) as error:
        raise Unforeseen from error


_seen: Seen = {}  # what the other process knows since it was told last


def foresee_there(packed: Packed, told: Seen | None, store: str) -> Plan | None:
    """`foresee` in the other process, which remembers what it was told, and what it has seen since."""
    if told is not None:
        _seen.clear()
        _seen.update(told)
    try:
        return foresee(packed, _seen, store)
    except StoreError:  # whoever writes meets it, too, or is better off
        return None


def foresee(packed: Packed, seen: Seen, store: str) -> Plan | None:
    """Take a chunk as if nothing else came meanwhile; None if it needs more of the store than a look."""
    chunk = packed.chunk()
    reads: dict[str, list[Read]] = defaultdict(list)
    for read in chunk.reads:
        reads[_organisation(read[2])].append(read)
    if chunk.unchanged or not reads.keys() <= seen.keys():
        return None
    parts = [_foresee(reads[slug], seen[slug], store) for slug in sorted(reads)]
    known = tuple(part for part in parts if part is not None)
    return Plan(known) if len(known) == len(parts) else None


def _organisation(line: Draft | Envelope | Flaw) -> str:
    """The organisation of a line that changes nothing of what that is; no other has one's name."""
    if isinstance(line, tuple):
        return str(line[ORG])
    return line.org if isinstance(line, IssueUpsert) else ""


def _foresee(reads: Sequence[Read], seen: Foresight, store: str) -> Part | None:
    lines = [line for _, _, line in reads if isinstance(line, tuple)]
    own, again = _about(seen, lines)
    targets = {(line[SOURCE], line[TARGET]) for line in lines if line[TARGET] is not None} - own
    if (found := _earlier(seen, lines, targets, again, store)) is None:
        return None
    earlier, rows = found
    ledger = Ledger(seen.org, _no_other)
    ledger.known = {key: (seen.kinds[key], 0, "") for key in targets} | earlier
    ledger.stored = rows
    taken = _taken(ledger, reads, seen.batch.id)
    seen.remember(ledger.known)
    # Only here, where no line is waiting for them.
    if len(seen.kinds) > REMEMBERED:
        seen.kinds.clear()
    absent = frozenset(own | again).difference(ledger.known)
    data = _data(ledger.changes(), store)
    seen.recent.appendleft({key: row for key, row in ledger.stored.items() if MUTABLE[row[KIND]]})
    return Part(seen.slug, absent, earlier, taken, data)


def _taken(ledger: Ledger, reads: Sequence[Read], batch: int) -> Taken:
    taken, inserted = Taken(), 0
    for number, raw, line in reads:
        if not isinstance(line, Flaw):
            fate = ledger.take(line, batch)
            if fate is INSERTED:  # as almost every line is
                inserted += 1
            else:
                taken.note(number, raw, fate)
    taken.note_all(Outcome.INSERTED, inserted)
    return taken


def _data(changed: Changed, store: str) -> bytes:
    """What `Part.write` hands to the database, as it takes it."""
    ready = changed if store.startswith("sqlite") else changed.copied()
    return marshal.dumps(tuple(vars(ready).values()))


def _about(seen: Foresight, lines: Sequence[Draft]) -> tuple[set[EventKey], set[EventKey]]:
    """The events of these lines that are new, as far as they tell, and those that are not."""
    own: set[EventKey] = set()
    again: set[EventKey] = set()
    kinds = seen.kinds
    for line in lines:
        key = line[KEY]
        revises = line[REVISION] or line[KIND] == CLASSIFIED
        if key in kinds or (revises and key not in own):
            again.add(key)
        else:
            own.add(key)
    return own, again


def _earlier(
    seen: Foresight, lines: Sequence[Draft], targets: set[EventKey], again: set[EventKey], store: str
) -> Earlier | None:
    """What is known of events that are not new; None if someone or something that lines name is not known."""
    names = frozenset(line[PERSON] for line in lines if line[PERSON] is not None)
    rows = {key: recent[key] for recent in reversed(seen.recent) for key in again if key in recent}
    known = {key: (row[KIND], row[REVISION], row[CONTENT]) for key, row in rows.items()}
    strangers, unseen = names - seen.org.people.keys(), targets - seen.kinds.keys()
    looked_up = again - rows.keys()
    if strangers or unseen or looked_up:
        with reading(engine_of(store)) as connection:
            seen.org.connection = connection
            seen.org.meet(strangers)
            found = heads(connection, seen.org.id, unseen | looked_up)
            seen.remember(found)
            known |= {key: head for key, head in found.items() if key in looked_up}
            rows |= revisable(seen.org, (line for line in lines if line[KEY] in looked_up), known)
    # What is there, but neither written yet nor remembered, is in a chunk on its way.
    on_its_way = (again & seen.kinds.keys()) - known.keys()
    if on_its_way or not (names <= seen.org.people.keys() and targets <= seen.kinds.keys()):
        return None
    return known, rows


def _no_other(_time_zone: str) -> Clock:
    raise AssertionError("A line that moves an organisation to another zone does not stand alone.")
