"""Code simulations and workflow stages as the export has them."""

from collections import Counter
from collections.abc import Iterator

from reports.breakdowns import LAST
from reports.distinct import NOTHING, things
from reports.facts import Facts
from reports.parts import Cell
from reports.sheets.rows import Row
from reports.stages import activity, table, title
from reports.verdicts import pass_rate
from storage.kinds import DEFECT, SIMULATION
from storage.store import ALL_PROJECTS, Marginal
from storage.vocabulary import DONE
from storage.workflows import workflows_of

BREAKDOWNS = (("Scenario Type", "scenario_type", "scenario_type"), ("System Layer", "layer", "system_layer"))
ONE_PROJECT = "Not available: choose a specific project"
Verdicts = Counter[str]


def codesims(facts: Facts) -> Iterator[Row]:
    """Finished simulations by scenario type, and again by system layer; defects prevented."""
    total = Verdicts(facts(SIMULATION).now("verdict"))
    yield "Total", "", *_cells(total)
    for heading, dimension, vocab in BREAKDOWNS:
        for label, ended in _groups(facts, dimension, vocab):
            yield heading, label, *_cells(ended)
    yield "Defects Prevented", "", _defects(facts), "", "", ""


def _done(ended: Verdicts) -> int:
    return sum(ended[verdict] for verdict in DONE)


def _cells(ended: Verdicts) -> tuple[Cell, ...]:
    passed, failed = ended["passed"], ended["failed"]
    return _done(ended), passed, failed, pass_rate(passed, failed)


def _groups(facts: Facts, dimension: str, vocab: str) -> list[tuple[str, Verdicts]]:
    """How the simulations of each label ended, in the order of D-46; only those with finished ones."""
    found: dict[str, Verdicts] = {}
    for value_and_verdict, number in facts(SIMULATION).now(f"{dimension}|verdict").items():
        value, _, verdict = value_and_verdict.rpartition("|")
        found.setdefault(facts.scope.org.label(vocab, value), Verdicts())[verdict] += number
    finished = [(label, ended) for label, ended in found.items() if _done(ended)]
    return sorted(finished, key=lambda item: (item[0] in LAST, -_done(item[1]), item[0]))


def _defects(facts: Facts) -> Cell:
    """Distinct defects; nothing is claimed of a source that has never reported any (D-27)."""
    if not facts.store.has_any(Marginal(facts.scope.org.id, ALL_PROJECTS, (DEFECT,), "")):
        return "not reported"
    return things(facts, DEFECT).get("", NOTHING).sums.now


def workflows(facts: Facts) -> Iterator[Row]:
    """The stages of a project's workflows; those of several projects are never added up (D-28)."""
    scope = facts.scope
    if scope.project is None:
        yield _said(ONE_PROJECT)
        return
    happened = activity(facts)
    found = workflows_of(facts.store.connection, scope.org.id, scope.project.id)
    kept = [w for w in found if not w.archived or any(happened.at(stage) for stage in w.stages)]
    for workflow in kept:
        yield from ((title(workflow), *row) for row in table(workflow, happened).rows)
    if not kept:
        yield _said(f"{scope.title} has no workflow configured")


def _said(text: str) -> Row:
    return text, "", "", "", "", "", ""
