"""Overview: who was active, what they started, what is connected, how much code was processed."""

from collections.abc import Iterator

from reports.facts import Facts
from reports.parts import Part, Unit
from reports.report import Report
from reports.section import Section
from reports.sentences import Sentence, headline, plural
from storage.kinds import CODE, SESSION


def figures(count: Facts) -> Iterator[Part]:
    yield count.figure("overview.sessions", "Player sessions", count(SESSION).total())
    code = count(CODE, unit=Unit.LINES).total("purpose")
    yield count.figure("overview.code", "Code processed", code, Unit.LINES)


def sentence(report: Report) -> Sentence:
    sessions = report.figure("overview.sessions")
    return headline(plural(report.count("overview.sessions"), "Player session"), report.scope, sessions)


SECTION = Section(
    title="Overview",
    rank=10,
    words=("overview",),
    summary="everything in short",
    figures=figures,
    sentence=sentence,
)
