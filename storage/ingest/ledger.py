"""What one transaction makes of an organisation's lines: decided one by one, written at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from storage.contributions import EventRow, contributions, difference
from storage.ingest import writing
from storage.ingest.copying import Rows, copied
from storage.ingest.drafts import CONTENT, ID, KEY, REVISION, SOURCE, TARGET, Draft
from storage.ingest.event_row import (
    AT_INSTANT,
    KIND,
    PERSON,
    event_row,
    revised,
    unknown_words,
)
from storage.ingest.fate import (
    DUPLICATE,
    INSERTED,
    Fate,
    RefusedLine,
    Stamp,
    conflict,
    content_hash,
    rejected,
)
from storage.ingest.fields import Envelope
from storage.ingest.organisation import ClockOf, Organisation
from storage.ingest.receipt import Outcome, Problem
from storage.ingest.shapes import CLASSIFIED, HAPPENINGS
from storage.ingest.stored_events import EventKey, Known, heads, named, repeats, revisable
from storage.ingest.upserts import UPSERTS
from storage.ingest.writing import Filled, filled
from storage.kinds import QUESTION
from storage.tallying import rebuild_within

UNKNOWN: Known = ("", 0, "")


@dataclass(frozen=True)
class Changed:
    """What lines change in the store."""

    inserted: Filled
    revised: list[EventRow]
    tallies: Rows  # what to add to them
    days: tuple[str, ...]  # whose tallies these are

    def copied(self) -> "Changed":
        """The same for Postgres, with the texts that it reads made already."""
        inserted = {kind: _text(rows) for kind, rows in self.inserted.items()}
        return replace(self, inserted=inserted, tallies=_text(self.tallies))

    def write(self, connection: Connection, org_id: int) -> None:
        """Store events, and their tallies with them."""
        writing.insert_events(connection, self.inserted)
        writing.update_events(connection, self.revised)
        writing.add_tallies(connection, org_id, self.days, self.tallies)


def _text(rows: Rows) -> Rows:
    return rows if isinstance(rows, bytes) else copied(rows)


class Ledger:
    """The lines of one organisation in one transaction.

    `prepare` looks up in bulk what they refer to, `take` decides what becomes of each, in order, and `write`
    stores events and tallies together.
    """

    def __init__(self, org: Organisation, clock_of: ClockOf) -> None:
        self.org = org
        self._clock_of = clock_of
        self._drafts: Sequence[Draft] = ()
        self.known: dict[EventKey, Known] = {}
        self.stored: dict[EventKey, EventRow] = {}  # rows that may be revised, as they were
        self._fresh: dict[EventKey, EventRow] = {}
        self._revised: dict[EventKey, EventRow] = {}

    def prepare(self, lines: Sequence[Draft | Envelope]) -> None:
        """Look up the people and the stored events that these lines name."""
        self._drafts = [line for line in lines if isinstance(line, tuple)]
        names = {line[PERSON] for line in self._drafts}
        names |= {line.__dict__.get("user") for line in lines if not isinstance(line, tuple)}
        self.org.meet(name for name in names if name is not None)
        self.known = heads(self.org.connection, self.org.id, named(self._drafts))
        self.stored = revisable(self.org, self._drafts, self.known)

    def take(self, line: Draft | Envelope, batch: int) -> Fate:
        """What becomes of a line. `batch` is the ingest that brought it."""
        try:
            return self._happened(line, batch) if isinstance(line, tuple) else self._stated(line, batch)
        except RefusedLine as refused:
            return rejected(refused.problem)

    def _stated(self, line: Envelope, batch: int) -> Fate:
        when = self.org.clock.read(line.at)
        if isinstance(when, Problem):
            return rejected(when)
        stamp = Stamp(when, content_hash(line, when[0]), batch)
        zone = self.org.row.time_zone
        fate = UPSERTS[line.kind](self.org, line, stamp)
        if self.org.row.time_zone != zone:
            self._move()
        return fate

    def _move(self) -> None:
        """Re-date all events for another zone (D-02); what was taken so far belongs to them."""
        self.write()
        rebuild_within(self.org.connection, self.org.id)
        self.org.clock = self._clock_of(self.org.row.time_zone)
        self.stored = revisable(self.org, self._drafts, self.known)

    def _happened(self, line: Draft, batch: int) -> Fate:
        day = self.org.clock.day(line[AT_INSTANT])
        if isinstance(day, Problem):
            return rejected(day)
        key = line[KEY]
        known = self.known.get(key)
        if known is not None:
            return self._again(line, known)
        if waits_for := self._unknown_reference(line):
            return Fate(Outcome.PARKED, Problem("E13", waits_for))
        row, warnings = event_row(self.org, line, day, batch)
        self._fresh[key] = row
        self.known[key] = (line[KIND], line[REVISION], line[CONTENT])
        return Fate(Outcome.INSERTED, warnings=warnings) if warnings else INSERTED

    def _unknown_reference(self, line: Draft) -> str | None:
        kind, target = line[KIND], line[TARGET]
        if kind == CLASSIFIED:
            return f"The question “{line[ID]}” is not known yet; the line waits for it."
        refers = HAPPENINGS[kind].refers
        if target is None or refers is None:
            return None
        if self.known.get((line[SOURCE], target), UNKNOWN)[0] == refers[1]:
            return None
        return f"The {refers[0]} “{target}” is not known yet; the line waits for it."

    def _again(self, line: Draft, known: Known) -> Fate:
        """A line about an event that is there already."""
        if repeats(line, known):
            return DUPLICATE
        kind, revision, _ = known
        if kind != (QUESTION if line[KIND] == CLASSIFIED else line[KIND]):
            return conflict(f"The id “{line[ID]}” was used before, for {kind}; that one is kept.")
        if line[REVISION] == revision:
            return conflict(
                f"“{line[ID]}” was sent before as rev {revision} with other content; that one is kept."
            )
        return self._revise(line, kind)

    def _revise(self, line: Draft, kind: str) -> Fate:
        key = line[KEY]
        if key in self._fresh:
            self._fresh[key] = revised(self._fresh[key], line)
        else:
            self._revised[key] = revised(self._revised.get(key) or self.stored[key], line)
        self.known[key] = (kind, line[REVISION], line[CONTENT])
        return Fate(Outcome.UPDATED, warnings=unknown_words(self.org, line))

    def write(self) -> None:
        """Store what was taken: events, and their tallies with them."""
        self.changes().write(self.org.connection, self.org.id)

    def changes(self) -> Changed:
        """What was taken; from here on a higher revision finds it stored.

        Events of a kind together, tallies in the order of their keys: rows that lie beside each other in an
        index are written faster.
        """
        inserted = list(self._fresh.values())
        revised = list(self._revised.values())
        removed = contributions(self.stored[key] for key in self._revised)
        tallies = difference(contributions([*inserted, *revised]), removed)
        self.stored |= self._fresh
        self.stored |= self._revised
        self._fresh, self._revised = {}, {}
        rows = [(self.org.id, *key, *change) for key, change in sorted(tallies.items())]
        days = {day for _project, _kind, _dimension, day, _value in tallies}
        return Changed(filled(inserted), revised, rows, tuple(sorted(days)))
