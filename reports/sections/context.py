"""Context: what the Player wrote and remembered, what was shared and used again, how much code it read."""

from collections.abc import Iterator

from reports.definition import Definition
from reports.distinct import NOTHING, Things, things
from reports.facts import Facts
from reports.parts import Figure, Note, Part, Table, Timeline, Unit
from reports.report import Report
from reports.section import Section
from reports.sentences import Sentence, headline, nothing, plural
from reports.sums import NONE
from storage.kinds import ARTIFACT_CREATED, ARTIFACT_SHARED, CODE, MEMORY_CREATED, MEMORY_RECALLED
from storage.rows import Source
from storage.vocabulary import OBJECTS

INVESTIGATION = "investigation"
Shared = dict[str, Things]  # by object


def brief(count: Facts) -> Iterator[Figure]:
    created = count(ARTIFACT_CREATED).total("object")
    yield count.figure("context.created", "Documents and diagrams created", created)
    yield count.figure("context.memories_created", "Memories created", count(MEMORY_CREATED).total())
    read = count(CODE, unit=Unit.LINES).by("purpose").get(INVESTIGATION, NONE)
    yield count.figure("context.lines", "Lines analyzed in investigations", read, Unit.LINES)


def figures(count: Facts) -> Iterator[Part]:
    shared = things(count, ARTIFACT_SHARED)
    counted = tuple(_figures(count, shared))
    yield from counted
    yield from _timelines(count, shared)
    yield _table(count, shared)
    if not any(figure.now for figure in counted):
        yield Note("context.empty", nothing("context activity", count.scope))


def _figures(count: Facts, shared: Shared) -> Iterator[Figure]:
    artifacts, memories, lines = brief(count)
    yield artifacts
    created = count(ARTIFACT_CREATED).by("object")
    for kind in OBJECTS:
        yield count.figure(
            f"context.{kind}s_created", f"{kind.capitalize()}s created", created.get(kind, NONE)
        )
    for kind in OBJECTS:
        sums = shared.get(kind, NOTHING).sums
        yield count.figure(f"context.{kind}s_shared", f"{kind.capitalize()}s shared", sums)
    yield memories
    yield count.figure("context.memories_recalled", "Memories recalled", count(MEMORY_RECALLED).total())
    yield lines


def _timelines(count: Facts, shared: Shared) -> Iterator[Timeline]:
    created = count(ARTIFACT_CREATED).days("object")
    made = [(kind, f"{kind.capitalize()}s", created.get(kind, {})) for kind in OBJECTS]
    yield count.timeline("context.artifacts", "Documents and diagrams created", Unit.COUNT, made)
    given = [(kind, f"{kind.capitalize()}s", shared.get(kind, NOTHING).days) for kind in OBJECTS]
    yield count.timeline("context.shared", "Documents and diagrams shared", Unit.COUNT, given)
    memories = [
        (kind, label, count(kind).total_days())
        for kind, label in ((MEMORY_CREATED, "Created"), (MEMORY_RECALLED, "Recalled"))
    ]
    yield count.timeline("context.memories", "Memories created and recalled", Unit.COUNT, memories)
    read = count(CODE, unit=Unit.LINES).days("purpose", (INVESTIGATION,))
    lines = [(INVESTIGATION, "Lines", read.get(INVESTIGATION, {}))]
    yield count.timeline("context.lines", "Lines analyzed in investigations", Unit.LINES, lines)


def _table(count: Facts, shared: Shared) -> Table:
    """What was created and shared; sharing may be of something older, so there can be more of it (D-33)."""
    created = count(ARTIFACT_CREATED).now("object")
    rows = [(kind.capitalize(), created.get(kind, 0), shared.get(kind, NOTHING).sums.now) for kind in OBJECTS]
    return Table(
        key="context.artifacts",
        title="Documents and diagrams",
        headings=("Artifact", "Created", "Shared"),
        rows=tuple(rows),
        total=("Total", sum(row[1] for row in rows), sum(row[2] for row in rows)),
    )


def sentence(report: Report) -> Sentence:
    made = [plural(report.count(f"context.{kind}s_created"), kind) for kind in OBJECTS]
    return headline(f"Created {' and '.join(made)}", report.scope, report.figure("context.created"))


DEFINITIONS = (
    Definition(
        "context.created",
        "Documents and diagrams that the Player made, on the day each was first produced.",
        Source((ARTIFACT_CREATED,)),
    ),
    *(
        Definition(
            f"context.{kind}s_created",
            f"{kind.capitalize()}s that the Player made.",
            Source((ARTIFACT_CREATED,), "object", (kind,)),
        )
        for kind in OBJECTS
    ),
    *(
        Definition(
            f"context.{kind}s_shared",
            f"Different {kind}s that were made shareable; one shared again counts once. It may have been "
            "made earlier, so more can be shared than created.",
            Source((ARTIFACT_SHARED,), "object", (kind,)),
        )
        for kind in OBJECTS
    ),
    Definition(
        "context.memories_created", "Short pieces of knowledge that were stored.", Source((MEMORY_CREATED,))
    ),
    Definition(
        "context.memories_recalled",
        "Uses of a memory in a later session; each use counts.",
        Source((MEMORY_RECALLED,)),
    ),
    Definition(
        "context.lines",
        "Lines of code read during investigations; lines read again count again.",
        Source((CODE,), "purpose", (INVESTIGATION,)),
    ),
)

SECTION = Section(
    title="Context",
    rank=60,
    words=("context",),
    summary="documents, diagrams and memories; lines of code analyzed",
    figures=figures,
    sentence=sentence,
    brief=brief,
    definitions=DEFINITIONS,
)
