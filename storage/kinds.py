"""Which event kinds there are and by what each is tallied: what ingest, rebuild and check share."""

from dataclasses import dataclass

SESSION, QUESTION, SIMULATION = "session.created", "question.asked", "simulation.finished"
DEFECT, TRANSITION = "defect.prevented", "stage.transitioned"
ARTIFACT_CREATED, ARTIFACT_SHARED = "artifact.created", "artifact.shared"
MEMORY_CREATED, MEMORY_RECALLED = "memory.created", "memory.recalled"
CODE, CREDITS_USED, CREDITS_ADJUSTED = "code.analyzed", "credits.used", "credits.adjusted"
ACTIVITY = "activity"  # tallied only: has no rows of its own in events

# A dimension is tallied by one column of events, or by two joined as "a|b". "" is the total.
Columns = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """One marginal of a kind: the columns of `events` whose values it tallies.

    `humans_only` leaves out rows without a person and everything automation did (D-18, D-21).
    Rows whose `person_id` or `stage_id` is empty are not tallied in a dimension over that column.
    """

    name: str
    columns: Columns
    humans_only: bool = False


TOTAL = Dimension("", ())
CATEGORY = Dimension("category", ("category",))
ORIGIN = Dimension("origin", ("origin",))
ROLE = Dimension("role", ("role",))
PERSON = Dimension("person", ("person_id",), humans_only=True)
ROLE_PERSON = Dimension("role|person", ("role", "person_id"), humans_only=True)
STAGE = Dimension("stage", ("stage_id",))
OBJECT = Dimension("object", ("object",))
PURPOSE = Dimension("purpose", ("purpose",))
VERDICT = Dimension("verdict", ("verdict",))

DIMENSIONS: dict[str, tuple[Dimension, ...]] = {
    SESSION: (TOTAL, ROLE),
    QUESTION: (TOTAL, CATEGORY, ORIGIN, ROLE, PERSON, STAGE),
    SIMULATION: (
        VERDICT,
        Dimension("scenario_type|verdict", ("scenario_type", "verdict")),
        Dimension("layer|verdict", ("layer", "verdict")),
        Dimension("stage|verdict", ("stage_id", "verdict")),
        ROLE,
        PERSON,
    ),
    DEFECT: (TOTAL,),
    TRANSITION: (TOTAL,),
    ARTIFACT_CREATED: (OBJECT,),
    ARTIFACT_SHARED: (OBJECT,),
    MEMORY_CREATED: (TOTAL,),
    MEMORY_RECALLED: (TOTAL,),
    CODE: (PURPOSE,),
    CREDITS_USED: (CATEGORY,),
    CREDITS_ADJUSTED: (CATEGORY,),
    ACTIVITY: (PERSON, ROLE_PERSON),
}

ALL_DIMENSIONS = sorted({dimension.name for own in DIMENSIONS.values() for dimension in own})
# Those that have as many values as an organisation has people.
OF_PEOPLE = frozenset(each.name for own in DIMENSIONS.values() for each in own if each.humans_only)

# What is counted by its amount, lines or micro-credits; everything else by its events.
BY_AMOUNT = frozenset({CODE, CREDITS_USED, CREDITS_ADJUSTED})

# What makes a person active (D-18). A memory recall is not a person's own act.
ACTS = frozenset({SESSION, QUESTION, SIMULATION, ARTIFACT_CREATED, ARTIFACT_SHARED, MEMORY_CREATED})
