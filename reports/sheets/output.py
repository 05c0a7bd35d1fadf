"""Artifacts and lines of code as the export has them."""

from collections.abc import Iterator

from reports.distinct import NOTHING, things
from reports.facts import Facts
from reports.parts import Unit
from reports.sheets.rows import Row
from storage.kinds import ARTIFACT_CREATED, ARTIFACT_SHARED, CODE
from storage.vocabulary import OBJECTS


def artifacts(facts: Facts) -> Iterator[Row]:
    """Documents and diagrams; sharing may be of something older, so there can be more of it (D-33)."""
    created, shared = facts(ARTIFACT_CREATED).now("object"), things(facts, ARTIFACT_SHARED)
    made = {kind: created.get(kind, 0) for kind in OBJECTS}
    given = {kind: shared.get(kind, NOTHING).sums.now for kind in OBJECTS}
    for kind in OBJECTS:
        yield kind.capitalize(), made[kind], given[kind]
    yield "Total", sum(made.values()), sum(given.values())


def lines(facts: Facts) -> Iterator[Row]:
    """Lines read during investigations, and those read for any purpose."""
    read = facts(CODE, unit=Unit.LINES).now("purpose")
    yield "Lines analyzed", read.get("investigation", 0)
    yield "Total processed", sum(read.values())
