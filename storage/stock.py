"""What is connected: repositories and integrations, a stock at the end of a range (D-34)."""

from datetime import date

from sqlalchemy import Connection, Select, Table, func, or_, select

from storage.store import ALL_PROJECTS
from storage.tables import integration_projects, integrations, repositories, repository_projects


def repositories_connected(connection: Connection, org_id: int, project_id: int, end: date) -> int:
    """How many repositories were connected when the local day before `end` was over; 0 means all projects."""
    query = _connected(repositories, org_id, end)
    if project_id != ALL_PROJECTS:
        links = repository_projects.c
        query = query.join(repository_projects, links.repository_id == repositories.c.id)
        query = query.where(links.project_id == project_id)
    return connection.execute(query).scalar_one()


def integrations_connected(connection: Connection, org_id: int, project_id: int, end: date) -> int:
    """How many integrations were connected when the local day before `end` was over; 0 means all projects."""
    query = _connected(integrations, org_id, end)
    if project_id != ALL_PROJECTS:
        links = integration_projects.c
        query = query.join(integration_projects, links.integration_id == integrations.c.id)
        query = query.where(links.project_id == project_id)
    return connection.execute(query).scalar_one()


def _connected(things: Table, org_id: int, end: date) -> Select[int]:
    c = things.c
    return (
        select(func.count())
        .select_from(things)
        .where(
            c.org_id == org_id,
            c.connected_on < end,
            or_(c.disconnected_on.is_(None), c.disconnected_on >= end),
        )
    )
