"""What a company is made of: people, projects with their workflows, repositories and integrations."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from bot.demo_data.chance import Mix
from bot.demo_data.history import History
from bot.demo_data.line import Org


@dataclass(frozen=True)
class Person:
    """Somebody with an account. `weight` is how much they use the product; 0 = never.

    They are active from `joined` until `left`, both included. `roles` are (valid from, job role).
    """

    id: str
    name: str
    roles: tuple[tuple[date, str], ...]
    joined: date
    left: date
    weight: float


@dataclass(frozen=True)
class Stage:
    """A node of a workflow, and the share of its questions and simulations that carry it."""

    id: str
    name: str
    type: str
    asked: float
    simulated: float


TRIAGE = Stage("triage", "Intake & Triage", "entry", 32, 0)
RCA = Stage("rca", "RCA", "entry", 30, 5)
FIX = Stage("fix", "Fix", "work", 22, 35)
SECURITY = Stage("security", "Security Review", "work", 8, 15)
TEST = Stage("test", "Test", "work", 12, 60)
CLOSE = Stage("close", "Document & Close", "terminal", 4, 0)
DEFAULT = (TRIAGE, RCA, FIX, TEST, CLOSE)


@dataclass(frozen=True)
class Project:
    """A project; without stages it has no workflow. `issues` is the rate per weekday at full growth."""

    id: str
    slug: str
    name: str
    share: float
    since: date
    stages: tuple[Stage, ...] = ()
    issues: float = 0
    tickets: str = ""
    stages_asked: Mix = field(init=False)
    stages_simulated: Mix = field(init=False)

    def __post_init__(self) -> None:
        asked = Mix(tuple((stage.id, stage.asked) for stage in self.stages))
        simulated = Mix(tuple((stage.id, stage.simulated) for stage in self.stages))
        object.__setattr__(self, "stages_asked", asked)
        object.__setattr__(self, "stages_simulated", simulated)

    def edges(self) -> list[list[str]]:
        """Return the published moves: along the stages, and from Test back to Fix."""
        ids = [stage.id for stage in self.stages]
        return [list(pair) for pair in pairwise(ids)] + [["test", "fix"]]


@dataclass(frozen=True)
class Repository:
    """A code repository, and the projects it serves."""

    id: str
    name: str
    since: date
    projects: tuple[str, ...]


@dataclass(frozen=True)
class Integration:
    """A connected tool; `until` is the day it was disconnected."""

    id: str
    category: str
    since: date
    projects: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True)
class Company:
    """An organisation with everything that its events refer to.

    `scale` multiplies Acme's volumes. With `automated`, nobody starts simulations or makes context by hand.
    """

    name: str
    org: Org
    history: History
    people: tuple[Person, ...]
    projects: tuple[Project, ...]
    repositories: tuple[Repository, ...]
    integrations: tuple[Integration, ...]
    scale: float
    automated: bool
    incident: frozenset[date] = frozenset()

    def project(self, slug: str) -> Project:
        return next(project for project in self.projects if project.slug == slug)

    def project_mix(self, day: date) -> Mix:
        """Return how a day's work is divided among the projects that exist by then."""
        open_by_then = [project for project in self.projects if project.since <= day]
        if day in self.incident:
            rest = sum(project.share for project in open_by_then if project.slug != "payments-api")
            return Mix(
                tuple(
                    (p.slug, 84.0 if p.slug == "payments-api" else 16 * p.share / rest) for p in open_by_then
                )
            )
        return Mix(tuple((project.slug, project.share) for project in open_by_then))

    def repositories_of(self, project: str, day: date) -> list[str]:
        return [r.id for r in self.repositories if r.since <= day and project in r.projects]
