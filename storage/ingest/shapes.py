"""Every kind of line by its name."""

from typing import get_args

from storage.ingest import dimensions as org
from storage.ingest import happenings as event
from storage.ingest.fields import Envelope

CLASSIFIED = "question.classified"


def _kind(shape: type[Envelope]) -> str:
    return str(get_args(shape.model_fields["kind"].annotation)[0])


DIMENSIONS: dict[str, type[Envelope]] = {
    _kind(shape): shape
    for shape in (
        org.OrgUpsert,
        org.ProjectUpsert,
        org.UserUpsert,
        org.UserRole,
        org.RepositoryUpsert,
        org.IntegrationUpsert,
        org.WorkflowUpsert,
        org.IssueUpsert,
        org.ContractUpsert,
        org.ContractAdjustment,
    )
}
HAPPENINGS: dict[str, type[event.Happening]] = {
    _kind(shape): shape
    for shape in (
        event.SessionCreated,
        event.QuestionAsked,
        event.QuestionClassified,
        event.SimulationFinished,
        event.DefectPrevented,
        event.StageTransitioned,
        event.ArtifactCreated,
        event.ArtifactShared,
        event.MemoryCreated,
        event.MemoryRecalled,
        event.CodeAnalyzed,
        event.CreditsUsed,
        event.CreditsAdjusted,
    )
}
SHAPES: dict[str, type[Envelope]] = {**DIMENSIONS, **HAPPENINGS}
