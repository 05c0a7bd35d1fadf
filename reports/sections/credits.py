"""Credits: what was used, for what, by which project, and how the contract stands."""

from collections.abc import Iterator

from reports import numbers
from reports.bounds import CREDITS_ALONE, contract_shown
from reports.breakdowns import Counted, Row, Tab, by_project, parts
from reports.card import card
from reports.contract import CREDIT_KINDS, standing
from reports.definition import Definition
from reports.facts import Facts
from reports.numbers import Credits
from reports.parts import Note, Part, Unit
from reports.report import Report
from reports.section import Breakdown, Need, Section
from reports.sentences import Sentence, headline, nothing
from reports.sums import NONE
from reports.terms import by_contract, outside
from storage.attribution import unattributed
from storage.rows import Source
from storage.store import ALL_PROJECTS, Marginal
from storage.vocabulary import CREDIT_CATEGORIES

CREDITS = Counted("credits", "Credits", CREDIT_KINDS, Unit.CREDITS, "category")


def brief(count: Facts) -> Iterator[Part]:
    yield count.figure("credits.total", "Credits", CREDITS.of(count).total("category"), Unit.CREDITS)
    yield from _not_included(count)


def figures(count: Facts) -> Iterator[Part]:
    yield from brief(count)
    now = standing(count.store, count.scope.org, count.scope.today)
    if now:
        yield card(now)
    if not count(*CREDIT_KINDS).total("category").now:
        yield Note("credits.empty", nothing("credits", count.scope))
    yield from outside(count, CREDITS)


def _not_included(count: Facts) -> Iterator[Note]:
    """What a project's view leaves out because it belongs to no project (D-37)."""
    scope = count.scope
    if not scope.project:
        return
    if not contract_shown(scope.org):
        yield Note("credits.bound", CREDITS_ALONE)
        return
    left = unattributed(
        count.store.connection,
        Marginal(scope.org.id, ALL_PROJECTS, CREDIT_KINDS, "category"),
        (scope.period.start, scope.period.end),
        [project.id for project in scope.org.projects],
    )
    categories = sorted((c for c in CREDIT_CATEGORIES if left.get(c)), key=lambda c: -left[c])
    if categories:
        amount = numbers.credits(Credits(sum(left.values())))
        text = f"Not included: {amount} org-level credits ({', '.join(categories)})"
        yield Note("credits.not_included", text)


def by_category(count: Facts) -> Iterator[Part]:
    """All four categories in the page's order, also those without use (D-45)."""
    kinds = CREDITS.of(count)
    sums, days = kinds.by("category"), kinds.days("category")
    rows = tuple(Row(c, c, sums.get(c, NONE), days.get(c, {})) for c in CREDIT_CATEGORIES)
    yield from parts(count, CREDITS, Tab("category", "Credits by category", "Category"), rows)
    yield from by_contract(count, CREDITS)


def sentence(report: Report) -> Sentence:
    total = report.figure("credits.total")
    used = numbers.text(total.now or 0)
    return headline(f"Used {used} {'credit' if used == '1' else 'credits'}", report.scope, total)


DEFINITIONS = (
    Definition(
        "credits.total",
        "Credits as PlayerZero reported them, corrections included; they are never worked out from activity.",
        Source(CREDIT_KINDS),
    ),
    Definition(
        "credits.by_category",
        "Player: sessions and questions. Simulation: code simulations. Monitor: scheduled checks. "
        "WorldModel: background work such as code processing.",
    ),
    Definition(
        "credits.by_project", "The project that used them; what is the whole organisation's is apart."
    ),
)

SECTION = Section(
    title="Credits",
    rank=20,
    words=("credits",),
    summary="what was used for what, and how the contract stands",
    figures=figures,
    sentence=sentence,
    brief=brief,
    breakdowns=(
        Breakdown("category", "Category", by_category),
        Breakdown("project", "Project", by_project(CREDITS)),
    ),
    needs=Need.CONTRACT,
    definitions=DEFINITIONS,
)
