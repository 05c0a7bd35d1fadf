"""Context: what the Player wrote and remembered, what was shared and used again, how much code it read."""

from collections.abc import Iterator

from reports.distinct import NOTHING, things
from reports.facts import NONE, Facts, Sums
from reports.parts import Note, Part, Table, Timeline, Unit
from reports.report import Report
from reports.section import Section
from reports.sentences import Sentence, headline, nothing, plural
from storage.kinds import ARTIFACT_CREATED, ARTIFACT_SHARED, CODE, MEMORY_CREATED, MEMORY_RECALLED
from storage.vocabulary import OBJECTS

INVESTIGATION = "investigation"


def brief(count: Facts) -> Iterator[Part]:
    created = count(ARTIFACT_CREATED).total("object")
    yield count.figure("context.created", "Documents and diagrams created", created)
    yield count.figure("context.memories_created", "Memories created", count(MEMORY_CREATED).total())
    yield count.figure("context.lines", "Lines analyzed in investigations", _lines(count), Unit.LINES)


def _lines(count: Facts) -> Sums:
    """Lines read during investigations; those read twice count twice."""
    return count(CODE, unit=Unit.LINES).by("purpose").get(INVESTIGATION, NONE)


def figures(count: Facts) -> Iterator[Part]:
    created, shared = count(ARTIFACT_CREATED).by("object"), things(count, ARTIFACT_SHARED)
    recalled = count(MEMORY_RECALLED).total()
    artifacts, memories, lines = brief(count)
    yield artifacts
    for kind in OBJECTS:
        label = f"{kind.capitalize()}s created"
        yield count.figure(f"context.{kind}s_created", label, created.get(kind, NONE))
    for kind in OBJECTS:
        label = f"{kind.capitalize()}s shared"
        yield count.figure(f"context.{kind}s_shared", label, shared.get(kind, NOTHING).sums)
    yield memories
    yield count.figure("context.memories_recalled", "Memories recalled", recalled)
    yield lines
    yield from _charts(count)
    yield _table(count)
    happened = (*created.values(), *(each.sums for each in shared.values()), recalled, _lines(count))
    if not any(sums.now for sums in (*happened, count(MEMORY_CREATED).total())):
        yield Note("context.empty", nothing("context activity", count.scope))


def _charts(count: Facts) -> Iterator[Timeline]:
    """What was created, shared, remembered and read, over time."""
    created = count(ARTIFACT_CREATED).days("object")
    shared = {kind: each.days for kind, each in things(count, ARTIFACT_SHARED).items()}
    for key, title, days in (
        ("context.artifacts", "Documents and diagrams created", created),
        ("context.shared", "Documents and diagrams shared", shared),
    ):
        series = [(kind, f"{kind.capitalize()}s", days.get(kind, {})) for kind in OBJECTS]
        yield count.timeline(key, title, Unit.COUNT, series)
    memories = [
        (kind, label, count(kind).days().get("", {}))
        for kind, label in ((MEMORY_CREATED, "Created"), (MEMORY_RECALLED, "Recalled"))
    ]
    yield count.timeline("context.memories", "Memories created and recalled", Unit.COUNT, memories)
    read = count(CODE, unit=Unit.LINES).days("purpose", (INVESTIGATION,))
    lines = [(INVESTIGATION, "Lines", read.get(INVESTIGATION, {}))]
    yield count.timeline("context.lines", "Lines analyzed in investigations", Unit.LINES, lines)


def _table(count: Facts) -> Table:
    created, shared = count(ARTIFACT_CREATED).by("object"), things(count, ARTIFACT_SHARED)
    rows = [
        (kind.capitalize(), created.get(kind, NONE).now, shared.get(kind, NOTHING).sums.now)
        for kind in OBJECTS
    ]
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


SECTION = Section(
    title="Context",
    rank=60,
    words=("context",),
    summary="documents, diagrams and memories; lines of code analyzed",
    figures=figures,
    sentence=sentence,
    brief=brief,
)
