"""Workflows: where a project's issues are and what was done at each stage; one project at a time."""

from collections.abc import Iterator

from reports.definition import Definition
from reports.distinct import NOTHING, things
from reports.facts import Facts
from reports.parts import Figure, Note, Part
from reports.report import Report
from reports.section import Need, Section
from reports.sentences import Sentence, headline, nothing, plural
from reports.stages import activity, graph, table
from storage.kinds import TRANSITION
from storage.rows import Source
from storage.workflows import workflows_of

OUTSIDE = "Work outside stages is not in this table, so it does not add up to the project's totals."


def brief(count: Facts) -> Iterator[Figure]:
    """The issues of a project with a workflow; those of several projects are never added up (D-28)."""
    scope = count.scope
    if scope.project and workflows_of(count.store.connection, scope.org.id, scope.project.id):
        yield _issues(count)


def _issues(count: Facts) -> Figure:
    return count.figure(
        "workflows.issues", "Issues processed", things(count, TRANSITION).get("", NOTHING).sums
    )


def figures(count: Facts) -> Iterator[Part]:
    scope = count.scope
    issues = _issues(count)
    yield issues
    yield count.figure("workflows.moves", "Stage transitions", count(TRANSITION).total())
    happened = activity(count)
    found = workflows_of(count.store.connection, scope.org.id, scope.project_id)
    kept = [w for w in found if not w.archived or any(happened.at(stage) for stage in w.stages)]
    for workflow in kept:
        yield table(workflow, happened)
        yield graph(workflow, found, happened)
    if not kept:
        yield Note("workflows.none", f"{scope.title} has no workflow configured")
        return
    if not issues.now:
        yield Note("workflows.empty", nothing("issues", scope))
    yield Note("workflows.outside", OUTSIDE)


def sentence(report: Report) -> Sentence:
    issues = report.figure("workflows.issues")
    return headline(f"Processed {plural(report.count('workflows.issues'), 'issue')}", report.scope, issues)


DEFINITIONS = (
    Definition(
        "workflows.issues",
        "Different issues that moved into or out of a stage. At a stage, processed are those that touched "
        "it, transitioned those that moved on from it; an issue that came back counts once.",
        Source((TRANSITION,)),
    ),
    Definition("workflows.moves", "Moves of issues between stages; each move counts.", Source((TRANSITION,))),
)

SECTION = Section(
    title="Workflows",
    rank=50,
    words=("workflows",),
    summary="the stages of a project's issues, and the moves between them",
    figures=figures,
    sentence=sentence,
    brief=brief,
    needs=Need.PROJECT,
    steps=False,
    views=("table", "graph"),
    definitions=DEFINITIONS,
)
