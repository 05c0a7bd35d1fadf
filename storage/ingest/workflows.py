"""Lines about workflows: their stages, and the ways between them."""

from dataclasses import dataclass

from sqlalchemy import Table, select, update

from storage.ingest.dimensions import WorkflowUpsert
from storage.ingest.fate import WRITTEN, Fate, RefusedLine, Stamp
from storage.ingest.instants import moment_of
from storage.ingest.organisation import Organisation
from storage.ingest.upserting import latest_wins, marks, stored_row, write
from storage.tables import edges, stages, workflows


@dataclass(frozen=True)
class _Publication:
    """One version of a workflow on its way into the tables."""

    org: Organisation
    workflow_id: int
    project_id: int
    line: WorkflowUpsert


def workflow(org: Organisation, line: WorkflowUpsert, stamp: Stamp) -> Fate:
    """Publish a version: stages and edges that it leaves out are kept as removed, for old events."""
    project_id = org.project(line.project)
    stored = stored_row(org, workflows, project_id=project_id, external_id=line.id)
    fate = latest_wins(stored, stamp)
    if fate.outcome not in WRITTEN:
        return fate
    _refuse_foreign_stages(org, project_id, line)
    values = {"project_id": project_id, "external_id": line.id, "name": line.name, "version": line.rev}
    workflow_id = write(org, workflows, stored, values | marks(stamp))
    for table in (stages, edges):
        _remove_all(org, table, workflow_id, stamp)
    publication = _Publication(org, workflow_id, project_id, line)
    _publish_edges(publication, _publish_stages(publication))
    org.load()
    return fate


def _refuse_foreign_stages(org: Organisation, project_id: int, line: WorkflowUpsert) -> None:
    """A stage id belongs to one workflow of its project (E14)."""
    owners = (
        select(stages.c.external_id, workflows.c.external_id.label("owner"))
        .join(workflows, stages.c.workflow_id == workflows.c.id)
        .where(stages.c.org_id == org.id, stages.c.project_id == project_id)
        .where(workflows.c.external_id != line.id)
    )
    foreign = {row.external_id: row.owner for row in org.connection.execute(owners)}
    for stage in line.stages:
        if stage.id in foreign:
            raise RefusedLine("E14", f"The stage “{stage.id}” belongs to the workflow {foreign[stage.id]}.")


def _remove_all(org: Organisation, table: Table, workflow_id: int, stamp: Stamp) -> None:
    present = update(table).where(table.c.workflow_id == workflow_id, table.c.removed_at.is_(None))
    org.connection.execute(present.values(removed_at=moment_of(stamp.when)))


def _publish_stages(new: _Publication) -> dict[str, int]:
    """The ids of the version's stages by their names in lines."""
    ids = {}
    for position, stage in enumerate(new.line.stages):
        key = {"project_id": new.project_id, "external_id": stage.id}
        values = {
            "workflow_id": new.workflow_id,
            "name": stage.name,
            "stage_type": stage.type,
            "position": position,
            "removed_at": None,
        }
        ids[stage.id] = write(new.org, stages, stored_row(new.org, stages, **key), key | values)
    return ids


def _publish_edges(new: _Publication, ids: dict[str, int]) -> None:
    for start, end in {tuple(edge) for edge in new.line.edges}:
        key = {"from_stage_id": ids[start], "to_stage_id": ids[end]}
        values = {"workflow_id": new.workflow_id, "removed_at": None}
        write(new.org, edges, stored_row(new.org, edges, **key), key | values)
