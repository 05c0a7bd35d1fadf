"""Projects: what there is, and how much each was used."""

from collections import Counter
from collections.abc import Iterator

from reports.definition import Definition
from reports.facts import Facts
from reports.parts import Cell, Figure, Part, Table, Unit
from reports.people import active
from reports.report import Report
from reports.section import Section
from reports.sentences import Sentence, headline, plural
from reports.verdicts import ended
from storage.attribution import distinct, events
from storage.kinds import ACTIVITY, QUESTION, SESSION, SIMULATION
from storage.records import Project
from storage.rows import Source
from storage.store import Days
from storage.vocabulary import DONE


def figures(count: Facts) -> Iterator[Part]:
    columns = tuple(_columns(count))
    used = [project for project in _chosen(count) if any(column[project.id] for column in columns)]
    hint = f"of {len(_chosen(count))}"
    yield Figure("projects.active", "Active projects", len(used), None, Unit.COUNT, None, hint)
    yield _table(count, columns)


def _chosen(count: Facts) -> tuple[Project, ...]:
    return (count.scope.project,) if count.scope.project else count.scope.org.projects


def _columns(count: Facts) -> Iterator[Counter[int]]:
    """Questions, sessions, simulations and active users, each by project."""
    yield _events(count, QUESTION, "", ("",))
    yield _events(count, SESSION, "", ("",))
    yield _events(count, SIMULATION, "verdict", DONE)
    people = count.marginal((ACTIVITY,), "person")
    yield Counter(distinct(count.store.connection, people, _days(count), _ids(count)))


def _events(count: Facts, kind: str, dimension: str, values: tuple[str, ...]) -> Counter[int]:
    found: Counter[int] = Counter()
    marginal = count.marginal((kind,), dimension)
    rows = events(count.store.connection, marginal, _days(count), _ids(count))
    for (project_id, value), number in rows.items():
        found[project_id] += number if value in values else 0
    return found


def _table(count: Facts, columns: tuple[Counter[int], ...]) -> Table:
    """Projects by questions, then by name; people active in several count in each, once in the total."""
    order = sorted(_chosen(count), key=lambda project: (-columns[0][project.id], project.name))
    totals = count(QUESTION).total(), count(SESSION).total(), ended(count, *DONE), active(count)
    return Table(
        key="projects.by_project",
        title="Projects",
        headings=("Project", "Slug", "Questions", "Sessions", "Simulations", "Active users"),
        rows=tuple((*_names(project), *(column[project.id] for column in columns)) for project in order),
        total=("Total", None, *(sums.now for sums in totals)),
        labels=2,
    )


def _names(project: Project) -> tuple[Cell, Cell]:
    return f"{project.name} (archived)" if project.archived else project.name, project.slug


def _days(count: Facts) -> Days:
    return count.scope.period.start, count.scope.period.end


def _ids(count: Facts) -> list[int]:
    return [project.id for project in _chosen(count)]


def sentence(report: Report) -> Sentence:
    return headline(plural(report.count("projects.active"), "active project"), report.scope)


DEFINITIONS = (
    Definition(
        "projects.active",
        "Projects with a question, a session, a simulation or an active user; archived ones stay in history.",
        Source((QUESTION, SESSION, SIMULATION)),
    ),
    Definition("projects.by_project", "Whoever was active in several projects counts in each, once in all."),
)

SECTION = Section(
    title="Projects",
    rank=80,
    words=("projects",),
    summary="what there is, and how much each was used",
    figures=figures,
    sentence=sentence,
    steps=False,
    definitions=DEFINITIONS,
)
