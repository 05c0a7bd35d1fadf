"""The lines that say what an organisation is: its projects, people, workflows and contracts."""

from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from storage.ingest.fields import (
    Basis,
    Credits,
    Day,
    Envelope,
    IntegrationCategory,
    SignedCredits,
    StageType,
    Text32,
    Text64,
    Text128,
    Text200,
    Text320,
    broken,
)
from storage.vocabulary import AUTOMATION


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise broken("E03", "must be a time zone like Europe/Berlin, not {name}", name=name) from None
    return name


def _human_role(role: str) -> str:
    if role == AUTOMATION:
        raise broken("E08", "must not be Automation, which is kept for what no person did")
    return role


class OrgUpsert(Envelope):
    kind: Literal["org.upsert"]
    name: Text200
    time_zone: Annotated[Text64, AfterValidator(_zone)]
    data_start_on: Day
    week_start: Literal[0, 6] = 0


class ProjectUpsert(Envelope):
    kind: Literal["project.upsert"]
    slug: Text64
    name: Text200


class UserUpsert(Envelope):
    kind: Literal["user.upsert"]
    display_name: Text200
    email: Text320 | None = None
    slack_user_id: Text32 | None = None
    is_service: bool = False


class UserRole(Envelope):
    kind: Literal["user.role"]
    user: Text128
    job_role: Annotated[Text64, AfterValidator(_human_role)]
    valid_from: Day


class RepositoryUpsert(Envelope):
    kind: Literal["repository.upsert"]
    name: Text200
    provider: Text32
    connected_on: Day
    disconnected_on: Day | None = None
    projects: list[Text64] = Field(default_factory=list)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        _check_connection(self.connected_on, self.disconnected_on)
        return self


class IntegrationUpsert(Envelope):
    kind: Literal["integration.upsert"]
    provider: Text64
    category: IntegrationCategory
    connected_on: Day
    disconnected_on: Day | None = None
    projects: list[Text64] = Field(default_factory=list)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        _check_connection(self.connected_on, self.disconnected_on)
        return self


def _check_connection(connected: Day, disconnected: Day | None) -> None:
    if disconnected is not None and disconnected < connected:
        raise broken("E17", "disconnected_on must not be before connected_on")


class Stage(BaseModel):
    """One stage inside a `workflow.upsert`."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    id: Text128
    name: Text200
    type: StageType


class WorkflowUpsert(Envelope):
    kind: Literal["workflow.upsert"]
    project: Text64
    name: Text200
    stages: list[Stage]
    edges: list[Annotated[list[Text128], "from, to"]]

    @model_validator(mode="after")
    def whole(self) -> Self:
        names = {stage.id for stage in self.stages}
        if len(names) < len(self.stages):
            raise broken("E14", "stages names the same stage id twice")
        for edge in self.edges:
            if len(edge) != 2 or not names.issuperset(edge):
                raise broken("E14", "every edge must be two stage ids of this workflow")
        return self


class IssueUpsert(Envelope):
    kind: Literal["issue.upsert"]
    project: Text64
    ticket_key: Text128 | None = None


class ContractUpsert(Envelope):
    kind: Literal["contract.upsert"]
    name: Text200
    basis: Basis
    term_start: Day
    term_end: Day
    allocation: Credits | None = None

    @model_validator(mode="after")
    def sound(self) -> Self:
        if self.term_end <= self.term_start:
            raise broken("E11", "term_end must be after term_start")
        if self.basis == "credits" and self.allocation is None:
            raise broken("E03", "allocation is missing: a contract on credits has one")
        if self.basis == "credits" and not self.allocation:
            raise broken("E11", "allocation must be above 0 for a contract on credits")
        return self


class ContractAdjustment(Envelope):
    kind: Literal["contract.adjustment"]
    contract: Text128
    effective_on: Day
    amount: SignedCredits
    reason: Text200 | None = None
