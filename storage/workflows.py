"""Reads the workflows of a project: their stages, and the moves that they allow."""

from sqlalchemy import Connection, select

from storage.distinct import Move
from storage.records import Stage, Workflow
from storage.tables import edges, stages, workflows


def workflows_of(connection: Connection, org_id: int, project_id: int) -> tuple[Workflow, ...]:
    """The workflows of a project by name, each with every stage that it ever had."""
    w = workflows.c
    query = select(workflows).where(w.org_id == org_id, w.project_id == project_id)
    rows = sorted(connection.execute(query), key=lambda row: (row.name, row.external_id))
    stages_of = _stages(connection, org_id, project_id)
    edges_of = _edges(connection, org_id, project_id)
    return tuple(
        Workflow(
            external_id=row.external_id,
            name=row.name,
            archived=row.archived_at is not None,
            stages=tuple(stages_of.get(row.id, ())),
            edges=tuple(edges_of.get(row.id, ())),
        )
        for row in rows
    )


def _stages(connection: Connection, org_id: int, project_id: int) -> dict[int, list[Stage]]:
    s = stages.c
    query = select(stages).where(s.org_id == org_id, s.project_id == project_id).order_by(s.position, s.id)
    found: dict[int, list[Stage]] = {}
    for row in connection.execute(query):
        stage = Stage(row.id, row.external_id, row.name, row.stage_type, row.removed_at is not None)
        found.setdefault(row.workflow_id, []).append(stage)
    return found


def _edges(connection: Connection, org_id: int, project_id: int) -> dict[int, list[Move]]:
    """From where to where issues may move today, in the order of the stages."""
    e = edges.c
    source, target = stages.alias("source"), stages.alias("target")
    query = (
        select(e.workflow_id, e.from_stage_id, e.to_stage_id)
        .join(source, source.c.id == e.from_stage_id)
        .join(target, target.c.id == e.to_stage_id)
        .where(e.org_id == org_id, source.c.project_id == project_id, e.removed_at.is_(None))
        .order_by(source.c.position, target.c.position)
    )
    found: dict[int, list[Move]] = {}
    for workflow_id, start, end in connection.execute(query):
        found.setdefault(workflow_id, []).append((start, end))
    return found
