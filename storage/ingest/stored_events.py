"""What is stored already of the events that some lines are, revise or refer to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, String, bindparam, func, select, true

from storage.contributions import DAY, EventRow
from storage.ingest.among import among
from storage.ingest.fields import Envelope
from storage.ingest.organisation import Organisation
from storage.ingest.shapes import HAPPENINGS
from storage.tables import events

EventKey = tuple[str, str]  # source, id
Known = tuple[str, int, str]  # kind, revision, content hash
HEAD = (events.c.event_id, events.c.kind, events.c.revision, events.c.content_hash)
WHOLE = tuple(events.c)


def heads(org: Organisation, lines: Iterable[Envelope]) -> dict[EventKey, Known]:
    """Kind, revision and content of the stored events that lines are or refer to."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        shape = HAPPENINGS.get(line.kind)
        if shape is not None:
            wanted[line.source].add(line.id)
            if shape.refers is not None and (target := line.__dict__[shape.refers[0]]) is not None:
                wanted[line.source].add(target)
    return {
        (source, row[0]): (row[1], row[2], row[3])
        for source, ids in wanted.items()
        for row in _chosen(org, HEAD, source, ids)
    }


def revisable(
    org: Organisation, lines: Iterable[Envelope], known: dict[EventKey, Known]
) -> dict[EventKey, EventRow]:
    """The stored rows that lines have a higher revision of."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.rev and line.rev > known.get((line.source, line.id), ("", line.rev, ""))[1]:
            wanted[line.source].add(line.id)
    return {
        (source, row.event_id): (*row[:DAY], row.occurred_on.isoformat(), *row[DAY + 1 :])
        for source, ids in wanted.items()
        for row in _chosen(org, WHOLE, source, ids)
    }


def _chosen(org: Organisation, columns: tuple[Any, ...], source: str, ids: set[str]) -> Iterable[Any]:
    mine = select(*columns).where(events.c.org_id == org.id, events.c.source == source)
    if org.connection.dialect.name == "sqlite":
        return org.connection.execute(mine.where(among(org.connection, events.c.event_id, sorted(ids))))
    # One look into the primary key for each id. Asked for all ids at once, Postgres would read every event of
    # the organisation while it has no statistics of a table that is just being filled.
    texts = bindparam(None, sorted(ids), type_=ARRAY(String))
    wanted = func.unnest(texts).table_valued("event_id", name="wanted").render_derived()
    found = mine.where(events.c.event_id == wanted.c.event_id).limit(1).lateral("found")
    return org.connection.execute(select(*found.c).select_from(wanted).join(found, true()))
