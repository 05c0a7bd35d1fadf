"""What each project has of a tally, and what belongs to none of them."""

from collections.abc import Sequence

from sqlalchemy import Connection, case, func, select

from storage.store import ALL_PROJECTS, Days, Marginal
from storage.tables import tallies


def events(
    connection: Connection, marginal: Marginal, days: Days, project_ids: Sequence[int]
) -> dict[tuple[int, str], int]:
    """The events of each of these projects and each value."""
    t = tallies.c
    query = (
        select(t.project_id, t.value, func.sum(t.events))
        .where(marginal.of_projects(project_ids, days))
        .group_by(t.project_id, t.value)
    )
    return {(project_id, value): int(number) for project_id, value, number in connection.execute(query)}


def distinct(
    connection: Connection, marginal: Marginal, days: Days, project_ids: Sequence[int]
) -> dict[int, int]:
    """How many different values each of these projects has."""
    t = tallies.c
    query = (
        select(t.project_id, func.count(t.value.distinct()))
        .where(marginal.of_projects(project_ids, days))
        .group_by(t.project_id)
    )
    return dict(connection.execute(query).all())


def unattributed(
    connection: Connection, marginal: Marginal, days: Days, project_ids: Sequence[int]
) -> dict[str, int]:
    """The amount of each value that is left of the whole when that of all these projects is taken away."""
    t = tallies.c
    signed = case((t.project_id == ALL_PROJECTS, t.amount), else_=-t.amount)
    query = (
        select(t.value, func.sum(signed))
        .where(marginal.of_projects((ALL_PROJECTS, *project_ids), days))
        .group_by(t.value)
    )
    return {value: int(amount) for value, amount in connection.execute(query)}
