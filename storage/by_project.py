"""Reads the tallies of several projects at once."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, select

from storage.store import Days, Marginal
from storage.tables import tallies


def days_by_project(
    connection: Connection, marginal: Marginal, days: Days, project_ids: Sequence[int]
) -> Iterator[tuple[int, date, str, int]]:
    """The values of a marginal on each local day that has any, for each of the projects, by their ids."""
    t = tallies.c
    rows = marginal.of_projects(project_ids, days)
    query = select(t.project_id, t.day, t.value, marginal.number(tallies)).where(rows)
    for row in connection.execute(query).all():
        yield row[0], row[1], row[2], row[3]
