"""Simulations in their runs, and the defects that their failures prevented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.demo_data import volume
from bot.demo_data.chance import Chance, Mix, mix
from bot.demo_data.company import Company, Project
from bot.demo_data.conversations import People
from bot.demo_data.line import Line, Moment

TYPES = mix(
    Functional=63,
    Security=14,
    Integration=8,
    ErrorHandling=6,
    EdgeCase=4,
    Regression=4,
    Performance=0.7,
    UserExperience=0.3,
)
LAYERS = mix(Backend=38, Frontend=22, API=18, Database=12, Integration=7, Infrastructure=3)
TRIGGERS = mix(pr=60, branch=25, manual=15)
VERDICTS = mix(canceled=2, errored=1, inconclusive=3, decided=94)
PASSED_FIRST, PASSED_LAST, PASSED_INCIDENT = 0.78, 0.83, 0.58
SIMULATIONS_IN_A_RUN = 7.0  # mean, beyond the first
INCIDENT_FACTOR = 2.5
WITH_STAGE = 0.20
FIRST_DAY = "2025-12-01"


@dataclass(frozen=True, slots=True)
class Run:
    """Scenarios simulated together."""

    id: str
    start: Moment
    project: str
    user: str | None
    stage: str | None
    trigger: str


@dataclass(frozen=True, slots=True)
class Simulation:
    """One scenario simulated once, dated by its finish."""

    id: str
    moment: Moment
    run: Run
    type: str
    layer: str
    scenario: str
    verdict: str


def simulations(company: Company) -> Iterator[Simulation]:
    """Yield every simulation, in the order of their ids."""
    chance, runs, made = Chance(f"{company.org.slug} runs 3"), 0, 0
    people = People(company.people)
    for day, left in _daily(company):
        passed = _passed(company, day)
        while left:
            runs += 1
            user = None if company.automated else people.next(chance, day)
            run = _run(company, chance, (f"run-{runs}", day, user))
            size = min(left, 1 + chance.poisson(SIMULATIONS_IN_A_RUN))
            for place in range(size):
                made += 1
                moment = run.start.soon(20 * place + chance.between(1, 19))
                yield _simulation(chance, f"m-{made}", (moment, run), passed)
            left -= size


def _daily(company: Company) -> Iterator[tuple[date, int]]:
    """Yield each day with the number of its simulations, from the first day that has any."""
    chance = Chance(f"{company.org.slug} simulations 202")
    for number, day in company.history.days():
        if day >= company.history.on(FIRST_DAY):
            factor = INCIDENT_FACTOR if day in company.incident else 1.0
            yield day, chance.poisson(volume.simulations(number, day) * factor * company.scale)


def _run(company: Company, chance: Chance, start: tuple[str, date, str | None]) -> Run:
    id, day, user = start
    moment = Moment(day, chance.daytime())
    project = company.project(chance.pick(company.project_mix(day)))
    stage = _stage(chance, project)
    trigger = "stage" if stage else chance.pick(TRIGGERS)
    return Run(id, moment, project.slug, user, stage, trigger)


def _stage(chance: Chance, project: Project) -> str | None:
    if not project.stages or not chance.happens(WITH_STAGE):
        return None
    return chance.pick(project.stages_simulated)


def _passed(company: Company, day: date) -> float:
    """Return the share of passes among a day's passes and failures."""
    if day in company.incident:
        return PASSED_INCIDENT
    since = company.history.on(FIRST_DAY)
    progress = (day - since).days / (company.history.end - since).days
    return PASSED_FIRST + (PASSED_LAST - PASSED_FIRST) * progress


def _simulation(chance: Chance, id: str, when: tuple[Moment, Run], passed: float) -> Simulation:
    type_, layer = chance.pick(TYPES), chance.pick(LAYERS)
    # A scenario keeps its type and layer, so its number is drawn among those that have them.
    scenario = 1000 * _place(TYPES, type_) + 100 * _place(LAYERS, layer) + chance.between(1, 40)
    return Simulation(id, *when, type_, layer, f"sc-{scenario}", _verdict(chance, passed))


def _place(values: Mix, value: str) -> int:
    return [name for name, _ in values.weights].index(value)


def _verdict(chance: Chance, passed: float) -> str:
    verdict = chance.pick(VERDICTS)
    if verdict != "decided":
        return verdict
    return "passed" if chance.happens(passed) else "failed"


def simulation_lines(company: Company, ran: tuple[Simulation, ...]) -> Iterator[Line]:
    for simulation in ran:
        yield company.org.event(
            "simulation.finished",
            simulation.id,
            simulation.moment,
            project=simulation.run.project,
            user=simulation.run.user,
            run=simulation.run.id,
            scenario=simulation.scenario,
            scenario_type=simulation.type,
            system_layer=simulation.layer,
            verdict=simulation.verdict,
            run_trigger=simulation.run.trigger,
            stage=simulation.run.stage,
        )
