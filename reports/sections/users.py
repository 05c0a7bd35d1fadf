"""Users: who was active, ranked by questions, and in which roles."""

from collections.abc import Iterator

from reports.breakdowns import cells
from reports.definition import Definition
from reports.facts import Facts
from reports.parts import Note, Part, Table, Unit
from reports.people import ACTED, ACTIVE, active, asked, by_role, latest_roles
from reports.rankings import names_hidden, ranked
from reports.report import Report
from reports.section import Section
from reports.sentences import Sentence, headline, nothing, plural
from reports.sums import Sums
from storage.kinds import QUESTION

TOP = 10


def figures(count: Facts) -> Iterator[Part]:
    people = active(count)
    yield count.figure("users.active", "Active users", people)
    if not people.now:
        yield Note("users.empty", nothing("active users", count.scope))
    hidden = names_hidden(count, "users.by_user")
    yield from (hidden,) if hidden else _ranking(count, "users.by_user")
    yield from by_role(count, "users.by_role")


def _ranking(count: Facts, key: str) -> Iterator[Part]:
    everybody, roles, questions = asked(count), latest_roles(count), count(QUESTION)
    shown, total = ranked(count, everybody, TOP), questions.total().now
    before = questions.before("person", [each.key for each in shown])
    sums = [(each, Sums(each.number, before.get(each.key, 0))) for each in shown]
    yield Table(
        key=key,
        title="Top users by questions",
        headings=("User", "Rank", "Role", "Questions", "Share", "Change"),
        rows=tuple(
            (each.person.name, each.rank, roles[each.key], *cells(count, Unit.COUNT, both, total))
            for each, both in sums
        ),
        total=None,
        labels=3,
    )
    if len(everybody) > TOP:
        yield Note(f"{key}.more", f"… and {len(everybody) - TOP} more active users")


def sentence(report: Report) -> Sentence:
    people = report.figure("users.active")
    return headline(plural(report.count("users.active"), "active user"), report.scope, people)


DEFINITIONS = (
    Definition("users.active", ACTIVE, ACTED),
    Definition("users.by_user", "Active people ranked by questions, also those who asked none."),
    Definition(
        "users.by_role", "Estimated: whoever changed role in the range counts in each; the total is exact."
    ),
)

SECTION = Section(
    title="Users",
    rank=70,
    words=("users",),
    summary="who was active, and in which roles",
    figures=figures,
    sentence=sentence,
    steps=False,
    definitions=DEFINITIONS,
)
