"""Export: the chosen sections with every row, for a file."""

from collections.abc import Iterator

from reports.export import EXPORTS
from reports.facts import Facts
from reports.parts import Note, Part
from reports.report import Report
from reports.scope import Names
from reports.section import Section
from reports.sections import credits
from reports.sentences import Sentence, headline, nothing, plural
from storage.kinds import DIMENSIONS

CREDITS = ("credits.not_included", "credits.outside", "credits.bound")
NAMELESS = {
    Names.ASK_PRIVATELY: "Nobody is named in this file: for names, ask with `private`",
    Names.FOR_MANAGERS: "Nobody is named in this file: only managers get the names.",
    Names.OFF: "Nobody is named in this file: user rankings are switched off.",
}


def figures(count: Facts) -> Iterator[Part]:
    wanted = [export for export in EXPORTS if export.key in count.scope.exports]
    for export in wanted:
        yield export.table(count)
    if not _any(count, {kind for export in wanted for kind in export.kinds}):
        yield Note("export.empty", nothing("data", count.scope))
    yield from _notes(count)


def _any(count: Facts, kinds: set[str]) -> bool:
    """Whether something happened; the first dimension of every kind has all of its events."""
    return any(count(kind).total(DIMENSIONS[kind][0].name).now for kind in kinds)


def _notes(count: Facts) -> Iterator[Part]:
    """What a file of numbers cannot say, for the message that it comes with."""
    scope = count.scope
    if "users" in scope.exports and scope.names in NAMELESS:
        yield Note("export.users.names", NAMELESS[scope.names])
    if "credits" in scope.exports:
        yield from (part for part in credits.figures(count) if part.key in CREDITS)


def sentence(report: Report) -> Sentence:
    return headline(plural(len(report.scope.exports), "section"), report.scope)


SECTION = Section(
    title="Usage export",
    rank=90,
    words=("export",),
    summary="the chosen sections as a CSV file",
    figures=figures,
    sentence=sentence,
    steps=False,
    exports=True,
)
