"""Reads the tallies of several projects at once."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from storage.records import DayTally
from storage.store import Days, Marginal
from storage.tables import tallies


def days_by_project(
    connection: Connection, marginal: Marginal, days: Days, project_ids: Sequence[int]
) -> Iterator[tuple[int, DayTally]]:
    """The values of a marginal on each local day that has any, for each of the projects, by their ids."""
    t = tallies.c
    query = select(t.project_id, t.day, t.value, t.events, t.amount).where(
        t.org_id == marginal.org_id,
        t.project_id.in_(project_ids),
        t.kind.in_(marginal.kinds),
        t.dimension == marginal.dimension,
        t.day >= days[0],
        t.day < days[1],
        t.events > 0,
    )
    for project_id, day, value, number, amount in connection.execute(query):
        yield project_id, DayTally(day, value, number, amount)
