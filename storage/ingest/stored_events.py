"""What is stored already of the events that some lines are, revise or refer to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, JSON, Connection, Row, Select, String, bindparam, func, select, true

from storage.contributions import AT, DAY, KIND, EventRow
from storage.ingest.among import among
from storage.ingest.drafts import CONTENT, ID, KEY, REVISION, SOURCE, TARGET, Draft
from storage.ingest.instants import stored
from storage.ingest.organisation import Organisation
from storage.ingest.shapes import CLASSIFIED
from storage.kinds import QUESTION
from storage.tables import events

EventKey = tuple[str, str]  # source, id
Known = tuple[str, int, str]  # kind, revision, content hash
Stated = tuple[EventKey, int, str]  # which event, revision, content hash
HEAD = (events.c.event_id, events.c.kind, events.c.revision, events.c.content_hash)
WHOLE = tuple(events.c)


def stated(line: Draft) -> Stated:
    """What a line says an event to be."""
    return line[KEY], line[REVISION], line[CONTENT]


def repeats(line: Draft, known: Known) -> bool:
    """Whether a line says nothing that is not stored: an earlier revision, or the same."""
    kind, revision, content = known
    if kind != (QUESTION if line[KIND] == CLASSIFIED else line[KIND]):
        return False
    return bool(line[REVISION] < revision or (line[REVISION] == revision and line[CONTENT] == content))


def repeated(connection: Connection, org_id: int, lines: Sequence[Draft]) -> set[Stated]:
    """What those of these lines state that only repeat what is stored.

    Most lines of a file that is sent again do, and none of a new file: only if an event at either end is
    known, the database is asked for all, and then names those that it does not have so. These may have been
    revised since.
    """
    ends = [lines[0], lines[-1]] if lines else []
    if not heads(connection, org_id, (line[KEY] for line in ends)):
        return set()
    found = _as_first_stated(connection, org_id, lines)
    others = [line for line in lines if stated(line) not in found]
    known = heads(connection, org_id, {line[KEY] for line in others})
    return found | {stated(line) for line in others if line[KEY] in known and repeats(line, known[line[KEY]])}


def _as_first_stated(connection: Connection, org_id: int, lines: Iterable[Draft]) -> set[Stated]:
    """What those lines state that are stored just so, and were never revised."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        if not line[REVISION]:
            wanted[line[SOURCE]][line[ID]] = line[CONTENT]
    for source, contents in wanted.items():
        mine = select(events.c.content_hash).where(events.c.org_id == org_id, events.c.source == source)
        for id_ in connection.execute(_otherwise(connection, mine, contents)).scalars():
            del contents[id_]
    return {((source, id_), 0, content) for source, own in wanted.items() for id_, content in own.items()}


def _otherwise(connection: Connection, mine: Select[str], contents: dict[str, str]) -> Select[str]:
    """The ids of those events that are not stored, or with other content."""
    each = func.json_each if connection.dialect.name == "sqlite" else func.json_each_text
    wanted = each(bindparam(None, contents, type_=JSON)).table_valued("key", "value")
    id_, content = wanted.c.key, wanted.c.value
    found = mine.where(events.c.event_id == id_).limit(1).scalar_subquery()
    return select(id_).where(found.is_distinct_from(content))


def named(lines: Iterable[Draft]) -> set[EventKey]:
    """The events that lines are or refer to."""
    keys: set[EventKey] = set()
    for line in lines:
        keys.add(line[KEY])
        if line[TARGET] is not None:
            keys.add((line[SOURCE], line[TARGET]))
    return keys


def heads(connection: Connection, org_id: int, keys: Iterable[EventKey]) -> dict[EventKey, Known]:
    """Kind, revision and content of those of these events that are stored."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for source, id_ in keys:
        wanted[source].add(id_)
    return {
        (source, row[0]): (row[1], row[2], row[3])
        for source, ids in wanted.items()
        for row in _chosen(connection, select(*HEAD).where(events.c.org_id == org_id), source, ids)
    }


def revisable(
    org: Organisation, lines: Iterable[Draft], known: dict[EventKey, Known]
) -> dict[EventKey, EventRow]:
    """The stored rows that lines have a higher revision of, days and instants as text."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        revision = line[REVISION]
        if revision and revision > known.get(line[KEY], ("", revision, ""))[1]:
            wanted[line[SOURCE]].add(line[ID])
    return {
        (source, row.event_id): _event_row(row)
        for source, ids in wanted.items()
        for row in _chosen(org.connection, select(*WHOLE).where(events.c.org_id == org.id), source, ids)
    }


def _event_row(row: Row[Any]) -> EventRow:
    cells = list(row)
    cells[DAY] = row.occurred_on.isoformat()
    cells[AT["occurred_at"]], cells[AT["ingested_at"]] = stored(row.occurred_at), stored(row.ingested_at)
    return tuple(cells)


def _chosen(connection: Connection, mine: Select[Any], source: str, ids: set[str]) -> Iterable[Any]:
    mine = mine.where(events.c.source == source)
    if connection.dialect.name == "sqlite":
        return connection.execute(mine.where(among(connection, events.c.event_id, sorted(ids))))
    # One look into the primary key for each id. Asked for all ids at once, Postgres would read every event of
    # the organisation while it has no statistics of a table that is just being filled.
    texts = bindparam(None, sorted(ids), type_=ARRAY(String))
    wanted = func.unnest(texts).table_valued("event_id", name="wanted").render_derived()
    found = mine.where(events.c.event_id == wanted.c.event_id).limit(1).lateral("found")
    return connection.execute(select(*found.c).select_from(wanted).join(found, true()))
