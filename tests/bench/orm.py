"""The way that comes to mind first: an ORM session that looks up, adds and updates event by event.

It does what ingest does with a line: it parses and checks it (by the same code), finds the ids of what the
line names, and adds the event and its tallies. Nothing is looked up in bulk, kept by hand or flushed by hand.
"""

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Engine, MetaData, Table, or_, select
from sqlalchemy.orm import Session, registry

from storage import tables
from storage.contributions import AT, COLUMNS, Changes, contributions, difference
from storage.ingest.drafts import Draft, ready
from storage.ingest.parsing import parse
from storage.vocabulary import AUTOMATION, UNSPECIFIED
from tests.bench.company import ZONE

COMMIT = 1_000
KEY = ("org_id", "project_id", "kind", "dimension", "day", "value")
STAGES = ("stage_id", "from_stage_id", "to_stage_id")
METADATA = MetaData()


class Event:
    """A row of events, mapped."""


class Tally:
    """A row of tallies, mapped."""


class Project:
    """A row of projects, mapped."""


class Person:
    """A row of people, mapped."""


class Role:
    """A row of person_roles, mapped."""


class Stage:
    """A row of stages, mapped."""


def _copy_of(table: Table) -> Table:
    columns = (Column(each.name, each.type, primary_key=each.primary_key) for each in table.columns)
    return Table(f"orm_{table.name}", METADATA, *columns)


MAPPED: dict[type[Any], Table] = {
    Event: _copy_of(tables.events),
    Tally: _copy_of(tables.tallies),
    Project: tables.projects,
    Person: tables.people,
    Role: tables.person_roles,
    Stage: tables.stages,
}
for shape, table in MAPPED.items():
    registry().map_imperatively(shape, table)


def seconds(engine: Engine, raw: Iterable[bytes]) -> float:
    """How long a store that knows the company takes these lines, a thousand to a commit."""
    METADATA.drop_all(engine)
    METADATA.create_all(engine)
    start = time.perf_counter()
    with Session(engine) as session:
        org_id = session.scalars(select(tables.organizations.c.id)).one()
        for number, line in enumerate(raw, 1):
            _take(session, org_id, line)
            if number % COMMIT == 0:
                session.commit()
        session.commit()
    return time.perf_counter() - start


def _take(session: Session, org_id: int, raw: bytes) -> None:
    line = ready(parse(raw))
    if not isinstance(line, tuple):
        raise AssertionError(raw)
    event: Any = session.get(Event, (org_id, line[AT["source"]], line[AT["event_id"]]))
    removed: Changes = {}
    if event is None:
        event = _filled(Event(), _cells(session, org_id, line))
        session.add(event)
    elif line[AT["revision"]] > event.revision:
        removed = contributions([_row(event)])
        _filled(event, {name: line[AT[name]] for name in ("revision", "category", "content_hash")})
    else:
        return
    for key, (number, amount) in difference(contributions([_row(event)]), removed).items():
        place = (org_id, *key)
        found: Any = session.get(Tally, place)
        if found is None:
            found = _filled(Tally(), dict(zip(KEY, place, strict=True)) | {"events": 0, "amount": 0})
            session.add(found)
        found.events += number
        found.amount += amount


def _row(event: Any) -> tuple[Any, ...]:
    return tuple(getattr(event, name) for name in COLUMNS)


def _cells(session: Session, org_id: int, line: Draft) -> dict[str, Any]:
    """The columns of an event: what its line names is looked up."""
    cells: dict[str, Any] = dict(zip(COLUMNS, line[: len(COLUMNS)], strict=True))
    at = datetime.fromisoformat(cells["occurred_at"]).replace(tzinfo=UTC)
    day = at.astimezone(ZoneInfo(ZONE)).date()
    if cells["project_id"] is not None:
        project: Any = _one(session, Project, org_id=org_id, slug=cells["project_id"])
        cells["project_id"] = project.id
    for name in STAGES:
        if cells[name] is not None:
            found: Any = _one(session, Stage, project_id=cells["project_id"], external_id=cells[name])
            cells[name] = found.id
    cells["role"] = AUTOMATION
    if cells["person_id"] is not None:
        person: Any = _one(session, Person, org_id=org_id, external_id=cells["person_id"])
        cells |= {"person_id": person.id, "role": _role(session, person.id, day)}
    known = {"org_id": org_id, "occurred_at": at, "occurred_on": day, "batch_id": 1, "ingested_at": at}
    return cells | known


def _one(session: Session, shape: type[Any], **key: object) -> Any:
    return session.scalars(select(shape).filter_by(**key)).one()


def _role(session: Session, person_id: int, day: date) -> str:
    held = tables.person_roles.c
    ended = or_(held.valid_to.is_(None), held.valid_to > day)
    query = select(Role).where(held.person_id == person_id, held.valid_from <= day, ended)
    role: Any = session.scalars(query).one_or_none()
    return UNSPECIFIED if role is None else str(role.job_role)


def _filled(thing: Any, cells: dict[str, Any]) -> Any:
    for name, cell in cells.items():
        setattr(thing, name, cell)
    return thing
