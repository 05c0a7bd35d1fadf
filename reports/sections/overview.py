"""Overview: who was active, what they started, what is connected; and every other section in short."""

from collections.abc import Iterator

from reports import sections
from reports.definition import Definition
from reports.facts import Facts
from reports.parts import Figure, Note, Part, Unit
from reports.people import ACTED, ACTIVE, active, by_role
from reports.report import Report
from reports.section import Section
from reports.sentences import Sentence, headline, nothing, plural
from storage.kinds import CODE, SESSION
from storage.rows import Source
from storage.stock import integrations_connected, repositories_connected


def figures(count: Facts) -> Iterator[Part]:
    people, sessions = active(count), count(SESSION).total()
    yield count.figure("overview.active_users", "Active users", people)
    yield count.figure("overview.sessions", "Player sessions", sessions)
    yield from _stock(count)
    code = count(CODE, unit=Unit.LINES).total("purpose")
    yield count.figure("overview.code", "Code processed", code, Unit.LINES)
    yield from _others(count)
    series = [("sessions", "Player sessions", count(SESSION).total_days())]
    yield count.timeline("overview.sessions", "Player sessions", Unit.COUNT, series)
    yield from by_role(count, "overview.by_role")
    if not people.now and not sessions.now:
        yield Note("overview.empty", nothing("people or sessions", count.scope))


def _stock(count: Facts) -> Iterator[Figure]:
    """What is connected at the end of the range; a stock has no trend (D-34)."""
    place = count.store.connection, count.scope.org.id, count.scope.project_id, count.scope.period.end
    for key, label, number in (
        ("repositories", "Repositories connected", repositories_connected(*place)),
        ("integrations", "Integrations connected", integrations_connected(*place)),
    ):
        yield Figure(f"overview.{key}", label, number, None, Unit.COUNT, None)


def _others(count: Facts) -> Iterator[Part]:
    """What every other section has to say in short, as far as it can be counted in this scope."""
    for section in sections.SECTIONS:
        if section.brief and section.fits(count.scope):
            yield from section.brief(count)


def sentence(report: Report) -> Sentence:
    people = report.figure("overview.active_users")
    return headline(plural(report.count("overview.active_users"), "active user"), report.scope, people)


DEFINITIONS = (
    Definition("overview.active_users", ACTIVE, ACTED),
    Definition(
        "overview.sessions",
        "Conversations with a Player that were begun, by people or by automation.",
        Source((SESSION,)),
    ),
    Definition("overview.repositories", "Code repositories connected at the end of the range."),
    Definition("overview.integrations", "Ticketing systems and tools connected at the end of the range."),
    Definition("overview.code", "Lines of code read for any purpose.", Source((CODE,))),
    Definition(
        "overview.by_role",
        "Estimated: whoever changed role in the range counts in each; the total is exact.",
    ),
)

SECTION = Section(
    title="Overview",
    rank=10,
    words=("overview",),
    summary="everything in short",
    figures=figures,
    sentence=sentence,
    definitions=DEFINITIONS,
)
