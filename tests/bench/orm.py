"""The way that comes to mind first: an ORM session that looks up, adds and updates event by event."""

import time
from typing import Any

from sqlalchemy import Column, Engine, MetaData, Table
from sqlalchemy.orm import Session, registry

from storage.contributions import COLUMNS, EventRow, contributions
from storage.tables import events, tallies

COMMIT = 1_000
KEY = ("org_id", "project_id", "kind", "dimension", "day", "value")
METADATA = MetaData()


class Event:
    """A row of events, mapped."""


class Tally:
    """A row of tallies, mapped."""


def _map(shape: type, table: Table) -> None:
    columns = (Column(each.name, each.type, primary_key=each.primary_key) for each in table.columns)
    registry().map_imperatively(shape, Table(f"orm_{table.name}", METADATA, *columns))


_map(Event, events)
_map(Tally, tallies)


def seconds(engine: Engine, rows: list[EventRow]) -> float:
    """How long an empty store takes these events and their tallies, a thousand events to a commit."""
    METADATA.drop_all(engine)
    METADATA.create_all(engine)
    start = time.perf_counter()
    with Session(engine) as session:
        for number, row in enumerate(rows, 1):
            _take(session, row)
            if number % COMMIT == 0:
                session.commit()
        session.commit()
    return time.perf_counter() - start


def _take(session: Session, row: EventRow) -> None:
    cells = dict(zip(COLUMNS, row, strict=True))
    if session.get(Event, tuple(cells[name] for name in ("org_id", "source", "event_id"))) is not None:
        return
    session.add(_filled(Event(), cells))
    for key, (number, amount) in contributions([row]).items():
        place = (row[0], *key)
        found: Any = session.get(Tally, place)
        if found is None:
            zero = dict(zip(KEY, place, strict=True)) | {"events": 0, "amount": 0}
            found = _filled(Tally(), zero)
            session.add(found)
        found.events += number
        found.amount += amount
        session.flush()


def _filled(thing: Any, cells: dict[str, Any]) -> Any:
    for name, cell in cells.items():
        setattr(thing, name, cell)
    return thing
