"""What one transaction makes of an organisation's lines: decided one by one, written at once."""

from collections.abc import Sequence
from typing import cast

from storage.contributions import EventRow, contributions, difference
from storage.ingest import writing
from storage.ingest.event_row import event_row, revised
from storage.ingest.fate import (
    DUPLICATE,
    INSERTED,
    Fate,
    RefusedLine,
    Stamp,
    conflict,
    rejected,
)
from storage.ingest.fields import Envelope
from storage.ingest.happenings import Happening
from storage.ingest.organisation import ClockOf, Organisation
from storage.ingest.persons import unknown_word
from storage.ingest.receipt import Outcome, Problem
from storage.ingest.shapes import CLASSIFIED
from storage.ingest.stored_events import EventKey, Known, heads, revisable
from storage.ingest.upserts import UPSERTS
from storage.kinds import QUESTION
from storage.tallying import rebuild_within

UNKNOWN: Known = ("", 0, "")


class Ledger:
    """The lines of one organisation in one transaction.

    `prepare` looks up in bulk what they refer to, `take` decides what becomes of each, in order, and `write`
    stores events and tallies together.
    """

    def __init__(self, org: Organisation, clock_of: ClockOf) -> None:
        self.org = org
        self._clock_of = clock_of
        self._lines: Sequence[Envelope] = ()
        self._known: dict[EventKey, Known] = {}
        self._stored: dict[EventKey, EventRow] = {}  # rows to be revised, as they were
        self._fresh: dict[EventKey, EventRow] = {}
        self._inserted: list[EventRow] = []  # those that were fresh until they were handed over
        self._revised: dict[EventKey, EventRow] = {}

    def prepare(self, lines: Sequence[Envelope]) -> None:
        """Look up the people and the stored events that these lines name."""
        names = {line.__dict__.get("user") for line in lines}
        self.org.meet(name for name in names if name is not None)
        self._lines = lines
        self._known = heads(self.org, lines)
        self._stored = revisable(self.org, lines, self._known)

    def take(self, line: Envelope, content: str, batch: int) -> Fate:
        """What becomes of a line with that hash. `batch` is the ingest that brought it."""
        when = self.org.clock.read(line.at)
        if isinstance(when, Problem):
            return rejected(when)
        stamp = Stamp(when, content, batch)
        try:
            if line.kind in UPSERTS:
                return self._stated(line, stamp)
            return self._happened(cast(Happening, line), stamp)
        except RefusedLine as refused:
            return rejected(refused.problem)

    def _stated(self, line: Envelope, stamp: Stamp) -> Fate:
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
        self._stored = revisable(self.org, self._lines, self._known)

    def _happened(self, line: Happening, stamp: Stamp) -> Fate:
        key = (line.source, line.id)
        known = self._known.get(key)
        if known is not None:
            return self._again(line, known, stamp)
        if waits_for := self._unknown_reference(line):
            return Fate(Outcome.PARKED, Problem("E13", waits_for))
        row, warnings = event_row(self.org, line, stamp)
        self._fresh[key] = row
        self._known[key] = (line.kind, line.rev, stamp.content)
        if len(self._fresh) == writing.AT_ONCE:
            self._hand_over()
        return Fate(Outcome.INSERTED, warnings=warnings) if warnings else INSERTED

    def _unknown_reference(self, line: Happening) -> str | None:
        if line.kind == CLASSIFIED:
            return f"The question “{line.id}” is not known yet; the line waits for it."
        if line.refers is None:
            return None
        field, kind = line.refers
        target = line.__dict__[field]
        if target is None or self._known.get((line.source, target), UNKNOWN)[0] == kind:
            return None
        return f"The {field} “{target}” is not known yet; the line waits for it."

    def _again(self, line: Happening, known: Known, stamp: Stamp) -> Fate:
        """A line about an event that is there already."""
        kind, revision, content = known
        if kind != (QUESTION if line.kind == CLASSIFIED else line.kind):
            return conflict(f"The id “{line.id}” was used before, for {kind}; that one is kept.")
        if line.rev < revision or (line.rev == revision and content == stamp.content):
            return DUPLICATE
        if line.rev == revision:
            return conflict(
                f"“{line.id}” was sent before as rev {revision} with other content; that one is kept."
            )
        return self._revise(line, kind, stamp)

    def _revise(self, line: Happening, kind: str, stamp: Stamp) -> Fate:
        key = (line.source, line.id)
        if key in self._fresh:
            self._fresh[key] = revised(self._fresh[key], line, stamp.content)
        else:
            row = self._revised.get(key) or self._stored[key]
            self._revised[key] = revised(row, line, stamp.content)
        self._known[key] = (kind, line.rev, stamp.content)
        warnings = tuple(
            problem
            for field, vocab in line.words
            for problem in unknown_word(self.org, vocab, line.__dict__[field])
        )
        return Fate(Outcome.UPDATED, warnings=warnings)

    def _hand_over(self) -> None:
        """Let new events be inserted behind; from here on a higher revision finds them stored."""
        rows = list(self._fresh.values())
        self.org.inserting.insert(rows)
        self._inserted += rows
        self._stored |= self._fresh
        self._fresh = {}

    def write(self) -> None:
        """Store what was taken: events, and their tallies with them."""
        self._hand_over()
        removed = contributions(self._stored[key] for key in self._revised)
        added = contributions([*self._inserted, *self._revised.values()])
        connection = self.org.connection
        writing.update_events(connection, list(self._revised.values()))
        writing.add_tallies(connection, self.org.id, difference(added, removed))
        self._inserted, self._revised = [], {}
