"""Counts distinct things in the events of one kind, which no daily tally can add up."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, select, union

from storage.store import ALL_PROJECTS, Days
from storage.tables import events
from storage.vocabulary import DONE

Move = tuple[int, int]  # from stage, to stage


@dataclass(frozen=True)
class Slice:
    """Events of one kind on local days, the end exclusive, in one project of an organisation or all (0)."""

    org_id: int
    project_id: int
    kind: str
    days: Days

    def where(self) -> ColumnElement[bool]:
        """The rows, by the columns of the index (org_id, kind, occurred_on, project_id)."""
        e = events.c
        inside = and_(
            e.org_id == self.org_id,
            e.kind == self.kind,
            e.occurred_on >= self.days[0],
            e.occurred_on < self.days[1],
        )
        if self.project_id == ALL_PROJECTS:
            return inside
        return and_(inside, e.project_id == self.project_id)


def first_days(connection: Connection, part: Slice) -> dict[str, dict[date, int]]:
    """How many distinct subjects had their first event of the slice on each local day, by their object.

    The object is document or diagram, and "" for kinds without one. Every subject has one first day, so the
    days add up to the number of distinct subjects.
    """
    e = events.c
    first = (
        select(e.object, e.subject_key, func.min(e.occurred_on).label("day"))
        .where(part.where(), e.subject_key.is_not(None))
        .group_by(e.object, e.subject_key)
        .subquery()
    )
    query = select(first.c.object, first.c.day, func.count()).group_by(first.c.object, first.c.day)
    found: dict[str, dict[date, int]] = {}
    for thing, day, number in connection.execute(query):
        found.setdefault(thing or "", {})[day] = number
    return found


def runs(connection: Connection, part: Slice) -> int:
    """In how many runs the finished simulations of a slice were; those without a run are in none (D-24)."""
    e = events.c
    each = (
        select(e.source, e.session_key)
        .where(part.where(), e.session_key.is_not(None), e.verdict.in_(DONE))
        .distinct()
        .subquery()
    )
    return connection.execute(select(func.count()).select_from(each)).scalar_one()


def processed(connection: Connection, part: Slice) -> dict[int, int]:
    """Distinct issues that came into each stage or went out of it (D-30), by stage id."""
    e = events.c
    touched = union(
        select(e.from_stage_id.label("stage"), e.subject_key).where(
            part.where(), e.from_stage_id.is_not(None)
        ),
        select(e.to_stage_id.label("stage"), e.subject_key).where(part.where(), e.to_stage_id.is_not(None)),
    ).subquery()
    query = select(touched.c.stage, func.count()).group_by(touched.c.stage)
    return {row[0]: row[1] for row in connection.execute(query)}


def transitioned(connection: Connection, part: Slice) -> dict[int, int]:
    """Distinct issues that went from each stage to another one (D-30), by stage id."""
    e = events.c
    query = (
        select(e.from_stage_id, func.count(e.subject_key.distinct()))
        .where(part.where(), e.from_stage_id.is_not(None), e.to_stage_id != e.from_stage_id)
        .group_by(e.from_stage_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def moves(connection: Connection, part: Slice) -> dict[Move, int]:
    """How often issues moved between each two stages; entering and leaving a workflow is between none."""
    e = events.c
    query = (
        select(e.from_stage_id, e.to_stage_id, func.count())
        .where(part.where(), e.from_stage_id.is_not(None), e.to_stage_id.is_not(None))
        .group_by(e.from_stage_id, e.to_stage_id)
    )
    return {(source, target): number for source, target, number in connection.execute(query)}
