"""The figures whose trend may be worth telling, and what divides each of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.drivers import Division, by_credit_category, by_project, by_value, simulations_by
from reports.facts import Facts
from reports.parts import Unit
from reports.sections.credits import CREDITS
from reports.sections.questions import QUESTIONS


@dataclass(frozen=True)
class Watched:
    """A figure whose trend may be worth telling, from so many on either side; and what divides it."""

    key: str
    noun: str
    least: int
    divisions: Callable[[Facts], Iterator[Division]]


def _questions(facts: Facts) -> Iterator[Division]:
    yield Division("categories", Unit.COUNT, by_value(facts, QUESTIONS, "category", "category"))
    yield Division("origins", Unit.COUNT, by_value(facts, QUESTIONS, "origin", "origin"))
    if not facts.scope.project:
        yield Division("projects", Unit.COUNT, by_project(facts, QUESTIONS))


def _credits(facts: Facts) -> Iterator[Division]:
    yield Division("categories", Unit.CREDITS, by_credit_category(facts, CREDITS))
    if not facts.scope.project:
        yield Division("projects", Unit.CREDITS, by_project(facts, CREDITS))


def _simulations(facts: Facts) -> Iterator[Division]:
    types = simulations_by(facts, "scenario_type", "scenario_type")
    yield Division("scenario types", Unit.COUNT, types)
    yield Division("system layers", Unit.COUNT, simulations_by(facts, "layer", "system_layer"))


def undivided(facts: Facts) -> Iterator[Division]:
    """Nothing: what is distinct in each part adds up to more than the whole."""
    yield from ()


WATCHED = (
    Watched("questions.total", "Questions", 30, _questions),
    Watched("simulations.total", "Simulations", 30, _simulations),
    Watched("credits.total", "Credits", 100, _credits),
    Watched("overview.sessions", "Player sessions", 30, undivided),
    Watched("overview.active_users", "Active users", 10, undivided),
)
