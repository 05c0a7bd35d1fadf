"""Two years of events of the company, day by day, with the shape of the demo data: not uniform noise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import repeat
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from storage import kinds
from storage.contributions import AT, COLUMNS, EventRow
from storage.vocabulary import AUTOMATION
from tests.bench.company import DAYS, FIRST, PEOPLE, PROJECTS, ROLES, STAGES, WITH_WORKFLOW, ZONE, joins, roles

SEED = 20_261_130
# Parts of a hundred, as the demo data have them.
SHARES = {
    kinds.CREDITS_USED: 36.0,
    kinds.QUESTION: 17.0,
    kinds.SIMULATION: 16.0,
    kinds.CODE: 14.5,
    kinds.SESSION: 6.1,
    kinds.TRANSITION: 5.4,
    kinds.MEMORY_RECALLED: 1.8,
    kinds.ARTIFACT_CREATED: 1.4,
    kinds.MEMORY_CREATED: 0.9,
    kinds.DEFECT: 0.5,
    kinds.ARTIFACT_SHARED: 0.4,
}
WEEKDAYS = (0.95, 1.08, 1.12, 1.06, 0.79, 0.10, 0.14)
MONTHS = (0.95, 1.0, 1.03, 1.0, 1.0, 1.02, 0.88, 0.84, 1.05, 1.06, 1.0, 0.80)
HOURS = (1, 1, 1, 1, 1, 2, 6, 20, 60, 110, 120, 110, 70, 90, 120, 120, 110, 80, 40, 20, 12, 8, 5, 3)
CATEGORIES: Mapping[str | None, float] = {
    "Execute": 19, "Explain": 17, "Change": 14, "Triage": 14, "Debug": 12, "Validate": 6,
    "Write": 6, "Code": 5, "Other": 4, "Report": 2, "Configure": 1,
}  # fmt: skip
ORIGINS = {"web_app": 50, "mcp": 20, "slack": 16, "chrome_extension": 8, "ticketing": 4, "teams": 2}
TYPES = {
    "Functional": 63, "Security": 14, "Integration": 8, "ErrorHandling": 6, "EdgeCase": 4,
    "Regression": 4, "Performance": 0.7, "UserExperience": 0.3,
}  # fmt: skip
LAYERS = {"Backend": 38, "Frontend": 22, "API": 18, "Database": 12, "Integration": 7, "Infrastructure": 3}
VERDICTS = {"passed": 76, "failed": 18, "inconclusive": 3, "canceled": 2, "errored": 1}
PURPOSES = {"investigation": 62, "simulation": 32, "indexing": 5, "monitor": 1}
CREDITS = {"Player": 47, "Simulation": 43, "Monitor": 6, "WorldModel": 4}
OBJECTS = {"document": 70, "diagram": 30}
PER_RUN, PER_ISSUE = 9, 5  # simulations in a run, moves of an issue
SECONDS = tuple(f" {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.000000" for s in range(86_400))

Numbers = NDArray[np.int64]
Values = list[Any]
Columns = dict[str, Values]


@dataclass(frozen=True)
class Ids:
    """The ids that the store gave to the company's things, in the order of their numbers."""

    org: int
    projects: tuple[int, ...]
    people: tuple[int, ...]
    stages: tuple[tuple[int, ...], ...]  # of each project with a workflow


@dataclass
class History:
    """The days of a history of about so many events; the same for the same number.

    A day is a list of rows of `events` in the order in which they happened.
    """

    events: int
    ids: Ids
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(SEED))
    serials: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        level = np.array([_level(day) for day in range(DAYS)])
        self._volume = self.events * level / level.sum()
        self._weights = self.random.lognormal(0, 0.85, PEOPLE).cumsum()
        self._homes = self._projects(3 * PEOPLE).reshape(PEOPLE, 3)
        self._hours = np.array(HOURS).cumsum() / sum(HOURS)

    def days(self) -> Iterator[list[EventRow]]:
        for day in range(DAYS):
            rows: list[EventRow] = []
            sessions = _Sessions(*self._whose(self._number(day, kinds.SESSION), day, automation=0.05))
            for kind in SHARES:
                size = len(sessions.people) if kind == kinds.SESSION else self._number(day, kind)
                rows += self._rows(day, kind, self._columns(kind, size, day, sessions))
            rows.sort(key=itemgetter(AT["occurred_at"]))
            yield rows

    def _number(self, day: int, kind: str) -> int:
        return int(self.random.poisson(self._volume[day] * SHARES[kind] / sum(SHARES.values())))

    def _projects(self, size: int) -> Numbers:
        """Numbers of projects, the first ones busier than the last."""
        weights = 1 / np.arange(1, PROJECTS + 1) ** 0.8
        return self.random.choice(PROJECTS, size, p=weights / weights.sum())

    def _whose(self, size: int, day: int, automation: float) -> tuple[Numbers, Numbers]:
        """People, −1 for automation, and the projects that they work on."""
        here = sum(1 for person in range(PEOPLE) if joins(person) <= day)
        people = np.searchsorted(self._weights[:here], self.random.random(size) * self._weights[here - 1])
        home = self._homes[people, self.random.integers(0, 3, size)]
        projects = np.where(self.random.random(size) < 0.9, home, self._projects(size))
        return np.where(self.random.random(size) < automation, -1, people), projects

    def _pick(self, shares: Mapping[Any, float], size: int) -> Values:
        words = list(shares)
        weights = np.array(list(shares.values()), float)
        return [words[i] for i in self.random.choice(len(words), size, p=weights / weights.sum()).tolist()]

    def _next(self, prefix: str, size: int) -> Numbers:
        start = self.serials.get(prefix, 0)
        self.serials[prefix] = start + size
        return np.arange(start, start + size)

    def _named(self, prefix: str, size: int) -> Values:
        return [f"{prefix}-{number:09}" for number in self._next(prefix, size).tolist()]

    def _earlier(self, prefix: str, size: int, back: int) -> Values:
        """Names given before, most of them lately."""
        last = self.serials.get(prefix, 1) - 1
        ago = self.random.geometric(1 / back, size)
        return [f"{prefix}-{number:09}" for number in np.maximum(last - ago, 0).tolist()]

    def _stages(self, projects: Numbers, share: float) -> Values:
        """The stage at which something was done, for a part of what was done in projects with a workflow."""
        at = self.random.integers(0, len(STAGES) - 1, len(projects))
        at = np.where(self.random.random(len(projects)) < share, at, -1)
        return [
            self.ids.stages[project][stage] if stage >= 0 and project < WITH_WORKFLOW else None
            for project, stage in zip(projects.tolist(), at.tolist(), strict=True)
        ]

    def _columns(self, kind: str, size: int, day: int, sessions: "_Sessions") -> Columns:
        match kind:
            case kinds.SESSION:
                return self._session(sessions)
            case kinds.QUESTION:
                return self._question(size, sessions, day)
            case kinds.SIMULATION:
                return self._simulation(size, day)
            case kinds.TRANSITION:
                return self._transition(size)
            case kinds.CREDITS_USED:
                return self._credits(size, day)
            case kinds.CODE:
                projects = self._projects(size)
                lines = self.random.lognormal(8.3, 1.0, size).astype(np.int64).tolist()
                return self._in(projects) | {"purpose": self._pick(PURPOSES, size), "amount": lines}
            case kinds.DEFECT:
                return self._in(self._projects(size)) | {"subject_key": self._named("def", size)}
            case _:
                return self._context(kind, size, sessions, day)

    def _session(self, sessions: "_Sessions") -> Columns:
        size = len(sessions.people)
        sessions.names += self._named("s", size)
        return self._by(sessions.people, sessions.projects) | {
            "event_id": sessions.names,
            "session_key": sessions.names,
            "origin": self._pick(ORIGINS, size),
            "stage_id": self._stages(sessions.projects, 0.3),
        }

    def _question(self, size: int, sessions: "_Sessions", day: int) -> Columns:
        where = self._within(size, sessions)
        projects = sessions.projects[where]
        categories = self._pick(CATEGORIES if day > 100 else {None: 1}, size)  # older ones have none
        return self._by(sessions.people[where], projects) | {
            "session_key": [sessions.names[i] for i in where.tolist()],
            "origin": self._pick(ORIGINS, size),
            "category": categories,
            "stage_id": self._stages(projects, 0.3),
        }

    def _within(self, size: int, sessions: "_Sessions") -> Numbers:
        return self.random.integers(0, max(len(sessions.names), 1), size if sessions.names else 0)

    def _simulation(self, size: int, day: int) -> Columns:
        people, projects = self._whose(size, day, automation=0.7)
        runs = [f"run-{number:09}" for number in (self._next("run", size) // PER_RUN).tolist()]
        return self._by(people, projects) | {
            "session_key": runs,
            "scenario_type": self._pick(TYPES, size),
            "layer": self._pick(LAYERS, size),
            "verdict": self._pick(VERDICTS, size),
            "stage_id": self._stages(projects, 0.2),
            "subject_key": [f"sc-{n}" for n in self.random.integers(0, 5000, size).tolist()],
        }

    def _transition(self, size: int) -> Columns:
        projects = self._projects(size) % WITH_WORKFLOW
        # Three hundred issues are open at a time; each is moved five times or so before it is closed.
        issues = (self._next("iss", size) // PER_ISSUE) + self.random.integers(0, 300, size)
        projects = np.asarray(issues % WITH_WORKFLOW * 7 % WITH_WORKFLOW)
        moves = self.random.choice(6, size, p=(0.2, 0.2, 0.2, 0.18, 0.04, 0.18)).tolist()
        ways = ((None, 0), (0, 1), (1, 2), (2, 3), (3, 2), (3, 4))
        ends = [
            tuple(None if end is None else self.ids.stages[project][end] for end in ways[move])
            for project, move in zip(projects.tolist(), moves, strict=True)
        ]
        return self._in(projects) | {
            "from_stage_id": [end[0] for end in ends],
            "to_stage_id": [end[1] for end in ends],
            "subject_key": [f"iss-{number}" for number in issues.tolist()],
        }

    def _credits(self, size: int, day: int) -> Columns:
        people, projects = self._whose(size, day, automation=0.3)
        categories = self._pick(CREDITS, size)
        found = self._by(people, projects)
        for column in ("project_id", "person_id"):
            found[column] = [
                None if category in ("Monitor", "WorldModel") else value
                for category, value in zip(categories, found[column], strict=True)
            ]
        amounts = self.random.integers(20_000, 240_000, size) * 10
        return found | {"role": [None] * size, "category": categories, "amount": amounts.tolist()}

    def _context(self, kind: str, size: int, sessions: "_Sessions", day: int) -> Columns:
        where = self._within(size, sessions)
        size = len(where)
        found = self._by(sessions.people[where], sessions.projects[where])
        found["session_key"] = [sessions.names[i] for i in where.tolist()]
        match kind:
            case kinds.ARTIFACT_CREATED:
                return found | {"subject_key": self._named("doc", size), "object": self._pick(OBJECTS, size)}
            case kinds.ARTIFACT_SHARED:
                return found | {
                    "subject_key": self._earlier("doc", size, 500),
                    "object": self._pick(OBJECTS, size),
                }
            case kinds.MEMORY_CREATED:
                return found | {"subject_key": self._named("mem", size)}
            case _:
                return found | {"subject_key": self._earlier("mem", size, 20_000)}

    def _in(self, projects: Numbers) -> Columns:
        return {"project_id": [self.ids.projects[project] for project in projects.tolist()]}

    def _by(self, people: Numbers, projects: Numbers) -> Columns:
        """Who did it, and where; roles are stamped later, by day."""
        ids = (*self.ids.people, None)
        return self._in(projects) | {"person_id": [ids[person] for person in people.tolist()], "role": [-1]}
