"""Lines that only repeat what the store holds: the first pass counts them, and the second never sees them.

An event that was taken once is never removed, and its revision never falls: such a line stays a duplicate.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from storage.ingest.drafts import ORG, Draft
from storage.ingest.spool import Entry
from storage.ingest.stored_events import repeated, stated

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
        """The lines of a chunk that are to be taken, and how many others repeat what is stored."""
        drafts: dict[str, list[Draft]] = defaultdict(list)
        for _, _, line, _ in chunk:
            if line is not None and line[ORG] in org_ids:
                drafts[line[ORG]].append(line)
        with look() as connection:
            stored = {org: repeated(connection, org_ids[org], lines) for org, lines in drafts.items()}
        firsts = {id(lines[0]) for org, lines in drafts.items() if org not in self._named}
        self._named |= drafts.keys()
        if not any(stored.values()):
            return chunk, Counter()
        rest, same = [], Counter[str]()
        for entry in chunk:
            line = entry[2]
            if line is None or id(line) in firsts or stated(line) not in stored.get(line[ORG], ()):
                rest.append(entry)
            else:
                same[line[ORG]] += 1
        return rest, same
