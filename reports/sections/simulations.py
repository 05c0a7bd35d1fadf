"""Simulations: how many code simulations ran, how many passed, and what they caught before a release."""

from collections.abc import Iterator
from dataclasses import replace

from reports import numbers
from reports.breakdowns import Tab
from reports.definition import Definition
from reports.distinct import NOTHING, things, within
from reports.facts import Facts
from reports.numbers import Rate
from reports.parts import Figure, Note, Part, Unit
from reports.report import Report
from reports.section import Breakdown, Section
from reports.sentences import Sentence, during, nothing, plural
from reports.verdicts import by_project, by_value, by_verdict, ended, pass_rate
from storage.distinct import runs
from storage.kinds import DEFECT, SIMULATION
from storage.rows import Source
from storage.store import ALL_PROJECTS, Marginal
from storage.vocabulary import DONE

TYPE = Tab("type", "Simulations by scenario type", "Type")
LAYER = Tab("layer", "Simulations by system layer", "Layer")
PROJECT = Tab("project", "Simulations by project", "Project")


def brief(count: Facts) -> Iterator[Figure]:
    yield count.figure("simulations.total", "Simulations", ended(count, *DONE))
    yield _pass_rate(count)
    yield _defects(count)


def _pass_rate(count: Facts) -> Figure:
    passed, failed = ended(count, "passed"), ended(count, "failed")
    now = pass_rate(passed.now, failed.now)
    before, trend = count.scope.compared(now, pass_rate(passed.before, failed.before))
    return Figure("simulations.pass_rate", "Pass rate", now, before, Unit.RATE, trend)


def _defects(count: Facts) -> Figure:
    """Distinct defects; nothing is claimed of a source that has never reported any (D-27)."""
    key, label = "simulations.defects", "Defects prevented"
    if not count.store.has_any(Marginal(count.scope.org.id, ALL_PROJECTS, (DEFECT,), "")):
        return Figure(key, label, None, None, Unit.COUNT, None)
    return count.figure(key, label, things(count, DEFECT).get("", NOTHING).sums)


def figures(count: Facts) -> Iterator[Part]:
    total, *others = brief(count)
    number = runs(count.store.connection, within(count.scope, SIMULATION))
    in_runs = f"in {plural(number, 'run')}"
    yield replace(total, hint=in_runs if number else "")
    yield from others
    if number:
        yield Note("simulations.runs", f"{plural(ended(count, *DONE).now, 'simulation')} {in_runs}")
    canceled, errored = ended(count, "canceled").now, ended(count, "errored").now
    if canceled or errored:
        uncounted = f"{numbers.whole(canceled)} canceled, {numbers.whole(errored)} errored, not counted"
        yield Note("simulations.uncounted", uncounted)
    if not total.now:
        yield Note("simulations.empty", nothing("simulations", count.scope))


def sentence(report: Report) -> Sentence:
    total, rate = report.figure("simulations.total"), report.figure("simulations.pass_rate").now
    passed = f" ({numbers.percent(rate)} passed)" if isinstance(rate, Rate) and rate.denominator else ""
    return Sentence(
        f"Ran {plural(report.count('simulations.total'), 'simulation')}",
        during(report.scope) + passed,
        total.trend.text if total.trend else "",
    )


DEFINITIONS = (
    Definition(
        "simulations.total",
        "Scenarios that were simulated to a finish: passed, failed or inconclusive. Canceled and errored "
        "ones are not counted.",
        Source((SIMULATION,), "verdict", DONE),
    ),
    Definition(
        "simulations.pass_rate",
        "Passed of those that passed or failed; inconclusive ones say nothing.",
        Source((SIMULATION,), "verdict", ("passed", "failed")),
    ),
    Definition(
        "simulations.defects",
        "Different defects that the source reported as caught by a failing simulation before release.",
        Source((DEFECT,)),
    ),
    Definition("simulations.by_type", "The kind of scenario that was simulated."),
    Definition("simulations.by_layer", "The layer of the system that the scenario is about."),
    Definition("simulations.by_verdict", "How each ended; canceled and errored ones stand apart."),
    Definition("simulations.by_verdict.uncounted", "Those that came to no verdict; no total has them."),
    Definition("simulations.by_project", "The project of each simulation."),
)

SECTION = Section(
    title="Simulations",
    rank=40,
    words=("simulations", "sims", "codesims"),
    summary="how many ran, how many passed, what they caught",
    figures=figures,
    sentence=sentence,
    brief=brief,
    breakdowns=(
        Breakdown("type", "Scenario type", by_value("scenario_type", "scenario_type", TYPE)),
        Breakdown("layer", "System layer", by_value("layer", "system_layer", LAYER)),
        Breakdown("verdict", "Verdict", by_verdict),
        Breakdown("project", "Project", by_project(PROJECT)),
    ),
    definitions=DEFINITIONS,
)
