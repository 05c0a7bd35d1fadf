"""The lines that say what happened: their fields, and the columns of `events` these go to.

`columns` maps a column to the field it takes. `words` are fields with an open vocabulary (E09), `refers` a
field that names another event and the kind that one must have (E13), `mutable` the columns that a higher
revision may change.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from storage import kinds
from storage.ingest.fields import (
    Approval,
    CreditCategory,
    Credits,
    Envelope,
    ObjectType,
    Purpose,
    RunTrigger,
    SignedCredits,
    Text32,
    Text64,
    Text128,
    Text200,
    Verdict,
    broken,
)

OPEN_WORDS = (("origin", "origin"),)
IN_SESSION = ("session", kinds.SESSION)


class Happening(Envelope):
    """What the kinds of events declare beside their fields."""

    columns: ClassVar[dict[str, str]] = {}
    words: ClassVar[tuple[tuple[str, str], ...]] = ()
    refers: ClassVar[tuple[str, str] | None] = None
    mutable: ClassVar[tuple[str, ...]] = ()
    has_actor: ClassVar[bool] = False  # whether a role is stamped on it


class SessionCreated(Happening):
    kind: Literal["session.created"]
    project: Text64
    user: Text128 | None = None
    origin: Text32 | None = None
    mode: Text64 | None = None
    issue: Text128 | None = None
    stage: Text128 | None = None

    columns: ClassVar = {"session_key": "id", "origin": "origin", "subject_key": "issue"}
    words: ClassVar = OPEN_WORDS
    has_actor: ClassVar = True


class QuestionAsked(Happening):
    kind: Literal["question.asked"]
    project: Text64
    user: Text128 | None = None
    session: Text128 | None = None
    origin: Text32 | None = None
    category: Text32 | None = None
    stage: Text128 | None = None

    columns: ClassVar = {"session_key": "session", "origin": "origin", "category": "category"}
    words: ClassVar = (*OPEN_WORDS, ("category", "category"))
    refers: ClassVar = IN_SESSION
    mutable: ClassVar = ("category",)
    has_actor: ClassVar = True


class QuestionClassified(Happening):
    """No kind of its own: it revises the question with its source and id."""

    kind: Literal["question.classified"]
    category: Text32 | None = None

    columns: ClassVar = {"category": "category"}
    words: ClassVar = (("category", "category"),)
    mutable: ClassVar = ("category",)


class SimulationFinished(Happening):
    kind: Literal["simulation.finished"]
    project: Text64
    scenario: Text128
    verdict: Verdict
    user: Text128 | None = None
    run: Text128 | None = None
    scenario_type: Text32 | None = None
    system_layer: Text32 | None = None
    stage: Text128 | None = None
    run_trigger: RunTrigger | None = None

    columns: ClassVar = {
        "session_key": "run",
        "subject_key": "scenario",
        "verdict": "verdict",
        "scenario_type": "scenario_type",
        "layer": "system_layer",
    }
    words: ClassVar = (("scenario_type", "scenario_type"), ("system_layer", "system_layer"))
    mutable: ClassVar = ("verdict", "scenario_type", "layer")
    has_actor: ClassVar = True


class DefectPrevented(Happening):
    kind: Literal["defect.prevented"]
    project: Text64
    defect: Text128
    simulation: Text128 | None = None
    severity: Text64 | None = None

    columns: ClassVar = {"subject_key": "defect"}
    refers: ClassVar = ("simulation", kinds.SIMULATION)


class StageTransitioned(Happening):
    kind: Literal["stage.transitioned"]
    project: Text64
    issue: Text128
    from_: Annotated[Text128 | None, Field(alias="from")] = None
    to: Text128 | None = None
    approval: Approval | None = None

    columns: ClassVar = {"subject_key": "issue"}

    @model_validator(mode="after")
    def moves(self) -> Self:
        if self.from_ == self.to:
            raise broken("E14", "from and to must be two different stages; one of them may be null")
        return self


class _Artifact(Happening):
    project: Text64 | None = None
    artifact: Text128
    type: ObjectType
    user: Text128 | None = None
    session: Text128 | None = None

    columns: ClassVar = {"session_key": "session", "subject_key": "artifact", "object": "type"}
    refers: ClassVar = IN_SESSION
    has_actor: ClassVar = True


class ArtifactCreated(_Artifact):
    kind: Literal["artifact.created"]


class ArtifactShared(_Artifact):
    kind: Literal["artifact.shared"]


class _Memory(Happening):
    project: Text64 | None = None
    memory: Text128
    user: Text128 | None = None
    session: Text128 | None = None

    columns: ClassVar = {"session_key": "session", "subject_key": "memory"}
    refers: ClassVar = IN_SESSION
    has_actor: ClassVar = True


class MemoryCreated(_Memory):
    kind: Literal["memory.created"]


class MemoryRecalled(_Memory):
    kind: Literal["memory.recalled"]


class CodeAnalyzed(Happening):
    kind: Literal["code.analyzed"]
    project: Text64 | None = None
    purpose: Purpose
    lines: Annotated[int, Field(ge=0, le=10**9)]
    repository: Text128 | None = None
    session: Text128 | None = None

    columns: ClassVar = {"session_key": "session", "purpose": "purpose", "amount": "lines"}
    refers: ClassVar = IN_SESSION


class CreditsUsed(Happening):
    kind: Literal["credits.used"]
    project: Text64 | None = None
    user: Text128 | None = None
    category: CreditCategory
    amount: Credits
    reason: Text200 | None = None

    columns: ClassVar = {"category": "category", "amount": "amount"}
    mutable: ClassVar = ("amount",)


class CreditsAdjusted(Happening):
    kind: Literal["credits.adjusted"]
    project: Text64 | None = None
    user: Text128 | None = None
    category: CreditCategory
    amount: SignedCredits
    reason: Text200 | None = None

    columns: ClassVar = {"category": "category", "amount": "amount"}
    mutable: ClassVar = ("amount",)
