"""Chunks that are taken before the one before them is written.

Most chunks of a large file bring new events of one organisation that is known by then. Such a chunk is
taken by another process as if nothing else came meanwhile, while this one writes the chunk before. Whether
things are as the chunk was taken for, is looked at in the transaction that writes it, and the primary key
refuses events that are there already: then nothing of it is kept, and it is taken again in the ordinary way.
"""

import marshal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.engine import reading
from storage.ingest import writing
from storage.ingest.accounts import Taken
from storage.ingest.batches import Batch, add_counts, brought_by_others, set_aside
from storage.ingest.dimensions import IssueUpsert
from storage.ingest.drafts import KEY, ORG, REVISION, SOURCE, TARGET, Draft
from storage.ingest.event_row import KIND, PERSON
from storage.ingest.fields import Envelope
from storage.ingest.instants import Clock
from storage.ingest.intake import Run
from storage.ingest.ledger import Changed, Ledger
from storage.ingest.organisation import Organisation, held
from storage.ingest.other import engine_of
from storage.ingest.parsing import Flaw
from storage.ingest.shapes import CLASSIFIED, HAPPENINGS
from storage.ingest.spool import Packed
from storage.ingest.stored_events import EventKey, Known, heads

REMEMBERED = 200_000  # events that later lines may refer to; older ones are looked up again
REFERRED = {shape.refers[1] for shape in HAPPENINGS.values() if shape.refers}


class Unforeseen(Exception):
    """The store is not as a chunk was taken for."""


@dataclass
class Foresight:
    """What is known of an organisation from one chunk to the next.

    An event is never removed and never becomes one of another kind, so `kinds` holds whatever comes.
    """

    org: Organisation
    batch: Batch
    others: int  # how much others have brought to it
    kinds: dict[EventKey, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slug: str = self.org.row.slug

    def remember(self, known: dict[EventKey, Known]) -> None:
        """Remember the events that later lines may refer to."""
        self.kinds |= {key: head[0] for key, head in known.items() if head[0] in REFERRED}


@dataclass(frozen=True)
class Plan:
    """What is to be written of a chunk, if the store is still as the chunk was taken for.

    The events in `absent` were not made, though lines are about them: those must not be there already.
    """

    absent: frozenset[EventKey]
    taken: Taken
    data: bytes  # of the new events and the tallies

    def write(self, run: Run, seen: Foresight) -> None:
        """Write it in one transaction. Raises `Unforeseen`, and keeps nothing then."""
        org, batch = seen.org, seen.batch
        changed = Changed(*marshal.loads(self.data))  # noqa: S302
        with run.transact() as connection:
            writing.begin(connection)
            # The organisation comes first: it is held from then on.
            as_it_was = held(connection, org.row.slug) == org.row
            if not as_it_was or brought_by_others(connection, batch) != seen.others:
                raise Unforeseen
            if heads(connection, org.id, self.absent):
                raise Unforeseen
            with _only_new(connection):
                changed.write(connection, org.id)
            set_aside(connection, batch, self.taken.aside)
            add_counts(connection, batch.id, self.taken.counts)


@contextmanager
def _only_new(connection: Connection) -> Iterator[None]:
    """Events that were taken for new ones may be stored already: the database knows, and refuses them."""
    try:
        yield
    except (IntegrityError, connection.dialect.loaded_dbapi.IntegrityError) as error:
        raise Unforeseen from error


_seen: list[Foresight] = []  # what the other process knows since it was told last


def foresee_there(packed: Packed, told: Foresight | None, store: str) -> Plan | None:
    """`foresee` in the other process, which remembers what it was told, and what it has seen since."""
    if told is not None:
        _seen[:] = [told]
    return foresee(packed, _seen[0], store)


def foresee(packed: Packed, seen: Foresight, store: str) -> Plan | None:
    """Take a chunk as if nothing else came meanwhile; None if it needs more of the store than a look."""
    chunk = packed.chunk()
    lines = [line for _, _, line in chunk.reads if isinstance(line, tuple)]
    if chunk.unchanged or not all(_is_easy(seen, line) for _, _, line in chunk.reads):
        return None
    if (own := _new(seen, lines)) is None:
        return None
    names = frozenset(line[PERSON] for line in lines if line[PERSON] is not None)
    targets = {(line[SOURCE], line[TARGET]) for line in lines if line[TARGET] is not None}
    if not _are_known(store, seen, names, targets - own):
        return None
    ledger = Ledger(seen.org, _no_other)
    ledger.known = {key: (seen.kinds[key], 0, "") for key in targets & seen.kinds.keys()}
    taken = Taken()
    for number, raw, line in chunk.reads:
        if not isinstance(line, Flaw):
            taken.note(number, raw, ledger.take(line, seen.batch.id))
    seen.remember(ledger.known)
    # Only here, where no line is waiting for them.
    if len(seen.kinds) > REMEMBERED:
        seen.kinds.clear()
    return Plan(own.difference(ledger.known), taken, _data(ledger.changes(), store))


def _data(changed: Changed, store: str) -> bytes:
    """What `Plan.write` hands to the database, as it takes it."""
    ready = changed if store.startswith("sqlite") else changed.copied()
    return marshal.dumps(tuple(vars(ready).values()))


def _is_easy(seen: Foresight, line: Draft | Envelope | Flaw) -> bool:
    """Whether a line is of the organisation, and changes nothing of what that is."""
    if isinstance(line, tuple):
        return bool(line[ORG] == seen.slug)
    return isinstance(line, IssueUpsert) and line.org == seen.slug


def _new(seen: Foresight, lines: Sequence[Draft]) -> frozenset[EventKey] | None:
    """The events of these lines, if all are new and only revise each other, as far as they tell."""
    own: set[EventKey] = set()
    kinds = seen.kinds
    for line in lines:
        key = line[KEY]
        revises = line[REVISION] or line[KIND] == CLASSIFIED
        if key in kinds or (revises and key not in own):
            return None
        own.add(key)
    return frozenset(own)


def _are_known(store: str, seen: Foresight, names: frozenset[str], targets: set[EventKey]) -> bool:
    """Look up the people and the events that are named for the first time; whether all are known then."""
    strangers, unseen = names - seen.org.people.keys(), targets - seen.kinds.keys()
    if strangers or unseen:
        with reading(engine_of(store)) as connection:
            seen.org.connection = connection
            seen.org.meet(strangers)
            seen.remember(heads(connection, seen.org.id, unseen))
    return names <= seen.org.people.keys() and unseen <= seen.kinds.keys()


def _no_other(_time_zone: str) -> Clock:
    raise AssertionError("A line that moves an organisation to another zone does not stand alone.")
