"""Lines that state what the store holds already: the first pass counts them, and the second never sees them.

An event that was taken once is never removed, and its revision never falls: such a line stays a duplicate.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from storage.ingest.drafts import CONTENT, KEY, ORG, REVISION, Draft
from storage.ingest.spool import Entry
from storage.ingest.stored_events import EventKey, unchanged

Look = Callable[[], AbstractContextManager[Connection]]  # reads what is committed


class Sieve:
    """Keeps the lines of one part of a file that are to be taken.

    The first line of each organisation stays in any case: its source names the receipt.
    """

    def __init__(self) -> None:
        self._named: set[str] = set()

    def sift(
        self, chunk: list[Entry], org_ids: Mapping[str, int], look: Look
    ) -> tuple[list[Entry], Counter[str]]:
        """The lines of a chunk that are to be taken, and how many others are stored as they state it."""
        drafts: dict[str, list[Draft]] = defaultdict(list)
        for _, _, line, _ in chunk:
            if line is not None and line[ORG] in org_ids:
                drafts[line[ORG]].append(line)
        with look() as connection:
            stored = {org: unchanged(connection, org_ids[org], lines) for org, lines in drafts.items()}
        firsts = {id(lines[0]) for org, lines in drafts.items() if org not in self._named}
        self._named |= drafts.keys()
        if not any(stored.values()):
            return chunk, Counter()
        rest, same = [], Counter[str]()
        for entry in chunk:
            line = entry[2]
            if line is None or id(line) in firsts or not _says(stored.get(line[ORG]), line):
                rest.append(entry)
            else:
                same[line[ORG]] += 1
        return rest, same


def _says(stored: dict[EventKey, str] | None, line: Draft) -> bool:
    """Whether a line states what is stored. A higher revision may have other reasons to be sent."""
    return stored is not None and not line[REVISION] and stored.get(line[KEY]) == line[CONTENT]
