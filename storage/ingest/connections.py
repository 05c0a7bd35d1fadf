"""Lines about projects, and about the repositories and integrations that are connected to them."""

from sqlalchemy import Table, delete, insert

from storage.ingest.dimensions import IntegrationUpsert, IssueUpsert, ProjectUpsert, RepositoryUpsert
from storage.ingest.fate import IGNORED, WRITTEN, Fate, Stamp, conflict
from storage.ingest.organisation import Organisation
from storage.ingest.upserting import latest_wins, marks, stored_row, write
from storage.tables import integration_projects, integrations, projects, repositories, repository_projects


def project(org: Organisation, line: ProjectUpsert, stamp: Stamp) -> Fate:
    stored = stored_row(org, projects, external_id=line.id)
    holder = stored_row(org, projects, slug=line.slug)
    fate = latest_wins(stored, stamp)
    if fate.outcome not in WRITTEN:
        return fate
    if holder is not None and holder.external_id != line.id:
        return conflict(f"The slug {line.slug} already belongs to the project {holder.external_id}.")
    write(
        org, projects, stored, {"external_id": line.id, "slug": line.slug, "name": line.name, **marks(stamp)}
    )
    org.load()
    return fate


def issue(org: Organisation, line: IssueUpsert, _stamp: Stamp) -> Fate:
    org.project(line.project)  # checked, and not kept: an issue is its key in events
    return IGNORED


def repository(org: Organisation, line: RepositoryUpsert, stamp: Stamp) -> Fate:
    project_ids = {org.project(slug) for slug in line.projects}
    stored = stored_row(org, repositories, external_id=line.id)
    fate = latest_wins(stored, stamp)
    if fate.outcome in WRITTEN:
        values = {
            "external_id": line.id,
            "name": line.name,
            "provider": line.provider,
            "connected_on": line.connected_on,
            "disconnected_on": line.disconnected_on,
        }
        repository_id = write(org, repositories, stored, values | marks(stamp))
        _connect(org, repository_projects, {"repository_id": repository_id}, project_ids)
        org.load()
    return fate


def integration(org: Organisation, line: IntegrationUpsert, stamp: Stamp) -> Fate:
    project_ids = {org.project(slug) for slug in line.projects}
    stored = stored_row(org, integrations, external_id=line.id)
    fate = latest_wins(stored, stamp)
    if fate.outcome in WRITTEN:
        values = {
            "external_id": line.id,
            "provider": line.provider,
            "category": line.category,
            "connected_on": line.connected_on,
            "disconnected_on": line.disconnected_on,
        }
        integration_id = write(org, integrations, stored, values | marks(stamp))
        _connect(org, integration_projects, {"integration_id": integration_id}, project_ids)
    return fate


def _connect(org: Organisation, table: Table, thing: dict[str, int], project_ids: set[int]) -> None:
    """Say anew which projects a thing belongs to."""
    [(column, thing_id)] = thing.items()
    org.connection.execute(delete(table).where(table.c.org_id == org.id, table.c[column] == thing_id))
    rows = [{"org_id": org.id, "project_id": project_id, **thing} for project_id in sorted(project_ids)]
    if rows:
        org.connection.execute(insert(table), rows)
