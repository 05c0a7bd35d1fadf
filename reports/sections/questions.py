"""Questions: what people asked the AI Player, about what, from where, and who asked."""

from collections.abc import Iterator

from reports.breakdowns import Counted, by_project, by_value
from reports.definition import Definition
from reports.facts import Facts
from reports.parts import Note, Part
from reports.rankings import by_person
from reports.report import Report
from reports.section import Breakdown, Section
from reports.sentences import Sentence, headline, nothing, plural
from storage.kinds import QUESTION
from storage.rows import Source

QUESTIONS = Counted("questions", "Questions", (QUESTION,))


def brief(count: Facts) -> Iterator[Part]:
    yield count.figure("questions.total", "Questions", QUESTIONS.of(count).total())


def figures(count: Facts) -> Iterator[Part]:
    yield from brief(count)
    if not QUESTIONS.of(count).total().now:
        yield Note("questions.empty", nothing("questions", count.scope))


def sentence(report: Report) -> Sentence:
    total = report.figure("questions.total")
    return headline(f"Answered {plural(report.count('questions.total'), 'question')}", report.scope, total)


DEFINITIONS = (
    Definition(
        "questions.total",
        "Messages to a Player, first ones and follow-ups. An automation's opening message counts, too, as a "
        "question without a person.",
        Source((QUESTION,)),
    ),
    Definition(
        "questions.by_category",
        "The one intent that a classifier gave each question afterwards; without one it is Unclassified.",
    ),
    Definition("questions.by_origin", "Where each message came from; one session may have several origins."),
    Definition(
        "questions.by_role",
        "The job role that each asker had on that day; what no person asked is Automation.",
    ),
    Definition("questions.by_user", "People ranked by questions, then by name; equal numbers share a rank."),
    Definition("questions.by_project", "The project of each question; some belong to none."),
)

SECTION = Section(
    title="Questions",
    rank=30,
    words=("questions",),
    summary="how many, about what, from where, by whom",
    figures=figures,
    sentence=sentence,
    brief=brief,
    breakdowns=(
        Breakdown("category", "Category", by_value(QUESTIONS, "category", "category", "Category")),
        Breakdown("origin", "Origin", by_value(QUESTIONS, "origin", "origin", "Origin")),
        Breakdown("role", "Role", by_value(QUESTIONS, "role", "job_role", "Role")),
        Breakdown("user", "Top users", by_person(QUESTIONS, top=10)),
        Breakdown("project", "Project", by_project(QUESTIONS)),
    ),
    definitions=DEFINITIONS,
)
