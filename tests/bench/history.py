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
from storage.contributions import COLUMNS, EventRow
from storage.vocabulary import AUTOMATION
from tests.bench import shape
from tests.bench.company import DAYS, FIRST, LAST, PEOPLE, PROJECTS, STAGES, WITH_WORKFLOW, ZONE, joins, roles

SEED = 20_261_130
PER_RUN, PER_ISSUE, OPEN_ISSUES = 9, 5, 300  # simulations in a run, moves of an issue, issues at a time
MOVES = ((-1, 0), (0, 1), (1, 2), (2, 3), (3, 2), (3, 4))  # from stage to stage by number; −1 is none
MOVE_SHARES = (0.2, 0.2, 0.2, 0.18, 0.04, 0.18)
CLASSIFIED_FROM = 100  # days after which questions have a category
# Every second of a day, as the end of an instant.
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
class Day:
    """One day: its number, the people who are there, the role of each and of automation, its sessions."""

    number: int
    people: int
    roles: tuple[str, ...]
    sessions: Values = field(default_factory=list)
    whose: tuple[Numbers, Numbers] = field(default_factory=lambda: (np.array([]), np.array([])))


class History:
    """The days of a history of about so many events; the same for the same number.

    A day is a list of rows of `events` in the order in which they happened.
    """

    def __init__(self, events: int, ids: Ids) -> None:
        self.ids = ids
        self.random = np.random.default_rng(SEED)
        self._volumes = [events * volume for volume in shape.volumes()]
        self._weights = self.random.lognormal(0, 0.85, PEOPLE).cumsum()
        self._homes = self._projects(3 * PEOPLE).reshape(PEOPLE, 3)
        self._serials: dict[str, int] = {}

    def days(self, since: int = 0) -> Iterator[list[EventRow]]:
        """From the day of that number on to the last."""
        for number in range(since, DAYS):
            day = Day(number, sum(joins(p) <= number for p in range(PEOPLE)), _roles(number))
            kinds_first = (kinds.SESSION, *(kind for kind in shape.SHARES if kind != kinds.SESSION))
            rows = [row for kind in kinds_first for row in self._rows(day, kind)]
            rows.sort(key=itemgetter(COLUMNS.index("occurred_at")))
            yield rows

    def _rows(self, day: Day, kind: str) -> Iterator[EventRow]:
        size = self._number(day, kind)
        columns = self._columns(kind, size, day)
        local = FIRST + timedelta(days=day.number)
        common = {
            "org_id": self.ids.org,
            "source": "playerzero",
            "revision": 0,
            "kind": kind,
            "occurred_on": local.isoformat(),
            "amount": 1,
            "batch_id": 1,
            "ingested_at": f"{LAST} 23:59:00.000000",
        }
        names = columns.get("event_id") or self._named(kind, size)
        hashes = [
            f"{high:016x}{low:016x}" for high, low in self.random.integers(0, 1 << 62, (size, 2)).tolist()
        ]
        columns |= {"event_id": names, "content_hash": hashes, "occurred_at": self._instants(day, size)}
        return zip(*(columns.get(name) or repeat(common.get(name), size) for name in COLUMNS), strict=True)

    def _instants(self, day: Day, size: int) -> Values:
        """Moments of a local day, most of them in office hours, as they are stored."""
        noon = datetime.combine(FIRST + timedelta(days=day.number), time(12), ZoneInfo(ZONE))
        offset = noon.utcoffset() or timedelta()
        hours = self.random.choice(24, size, p=np.array(shape.HOURS) / sum(shape.HOURS))
        seconds = hours * 3600 + self.random.integers(0, 3600, size) - int(offset.total_seconds())
        dates = (noon.date().isoformat(), (noon.date() + timedelta(days=1)).isoformat())
        return [dates[s // 86_400] + SECONDS[s % 86_400] for s in seconds.tolist()]

    def _number(self, day: Day, kind: str) -> int:
        part = shape.SHARES[kind] / sum(shape.SHARES.values())
        return 1 + int(self.random.poisson(self._volumes[day.number] * part))

    def _columns(self, kind: str, size: int, day: Day) -> Columns:
        match kind:
            case kinds.SESSION:
                return self._session(size, day)
            case kinds.QUESTION:
                return self._question(size, day)
            case kinds.SIMULATION:
                return self._simulation(size, day)
            case kinds.TRANSITION:
                return self._transition(size)
            case kinds.CREDITS_USED:
                return self._credits(size, day)
            case kinds.CODE:
                return self._code(size)
            case kinds.DEFECT:
                return self._in(self._projects(size)) | {"subject_key": self._named("def", size)}
            case _:
                return self._context(kind, size, day)

    def _session(self, size: int, day: Day) -> Columns:
        people, projects = day.whose = self._whose(size, day, automation=0.05)
        day.sessions = self._named("s", size)
        return self._by(day, people, projects) | {
            "event_id": day.sessions,
            "session_key": day.sessions,
            "origin": self._pick(shape.ORIGINS, size),
            "stage_id": self._stages(projects, 0.3),
        }

    def _question(self, size: int, day: Day) -> Columns:
        classified = shape.CATEGORIES if day.number >= CLASSIFIED_FROM else shape.NO_CATEGORY
        where = self.random.integers(0, len(day.sessions), size)
        return self._in_sessions(day, where) | {
            "origin": self._pick(shape.ORIGINS, size),
            "category": self._pick(classified, size),
            "stage_id": self._stages(day.whose[1][where], 0.3),
        }

    def _context(self, kind: str, size: int, day: Day) -> Columns:
        found = self._in_sessions(day, self.random.integers(0, len(day.sessions), size))
        match kind:
            case kinds.ARTIFACT_CREATED:
                subjects = {"subject_key": self._named("doc", size)}
            case kinds.ARTIFACT_SHARED:
                subjects = {"subject_key": self._earlier("doc", size, within=500)}
            case kinds.MEMORY_CREATED:
                return found | {"subject_key": self._named("mem", size)}
            case _:
                return found | {"subject_key": self._earlier("mem", size, within=20_000)}
        return found | subjects | {"object": self._pick(shape.OBJECTS, size)}

    def _in_sessions(self, day: Day, where: Numbers) -> Columns:
        people, projects = day.whose
        found = self._by(day, people[where], projects[where])
        return found | {"session_key": [day.sessions[i] for i in where.tolist()]}

    def _simulation(self, size: int, day: Day) -> Columns:
        people, projects = self._whose(size, day, automation=0.7)
        return self._by(day, people, projects) | {
            "session_key": [f"run-{number:09}" for number in (self._next("run", size) // PER_RUN).tolist()],
            "scenario_type": self._pick(shape.TYPES, size),
            "layer": self._pick(shape.LAYERS, size),
            "verdict": self._pick(shape.VERDICTS, size),
            "stage_id": self._stages(projects, 0.2),
            "subject_key": [f"sc-{number}" for number in self.random.integers(0, 5000, size).tolist()],
        }

    def _transition(self, size: int) -> Columns:
        issues = self._next("iss", size) // PER_ISSUE + self.random.integers(0, OPEN_ISSUES, size)
        projects = issues % WITH_WORKFLOW
        moves = self.random.choice(len(MOVES), size, p=MOVE_SHARES).tolist()
        stages = [(*self.ids.stages[project], None) for project in projects.tolist()]
        return self._in(projects) | {
            "from_stage_id": [own[MOVES[move][0]] for own, move in zip(stages, moves, strict=True)],
            "to_stage_id": [own[MOVES[move][1]] for own, move in zip(stages, moves, strict=True)],
            "subject_key": [f"iss-{number}" for number in issues.tolist()],
        }

    def _credits(self, size: int, day: Day) -> Columns:
        found = self._by(day, *self._whose(size, day, automation=0.3))
        categories = self._pick(shape.CREDITS, size)
        for column in ("project_id", "person_id"):
            found[column] = [
                None if category in shape.WITHOUT_PROJECT else value
                for category, value in zip(categories, found[column], strict=True)
            ]
        amounts = self.random.integers(20_000, 240_000, size) * 10
        return found | {"role": [None] * size, "category": categories, "amount": amounts.tolist()}

    def _code(self, size: int) -> Columns:
        lines = self.random.lognormal(8.3, 1.0, size).astype(np.int64)
        purposes = self._pick(shape.PURPOSES, size)
        return self._in(self._projects(size)) | {"purpose": purposes, "amount": lines.tolist()}

    def _projects(self, size: int) -> Numbers:
        """Numbers of projects, the first ones busier than the last."""
        weights = 1 / np.arange(1, PROJECTS + 1) ** 0.8
        return self.random.choice(PROJECTS, size, p=weights / weights.sum())

    def _whose(self, size: int, day: Day, automation: float) -> tuple[Numbers, Numbers]:
        """People, −1 for automation, and the projects that they work on."""
        weights = self._weights[: day.people]
        people = np.searchsorted(weights, self.random.random(size) * weights[-1])
        home = self._homes[people, self.random.integers(0, 3, size)]
        projects = np.where(self.random.random(size) < 0.9, home, self._projects(size))
        return np.where(self.random.random(size) < automation, -1, people), projects

    def _pick(self, shares: Mapping[Any, float], size: int) -> Values:
        words, weights = list(shares), np.array(list(shares.values()), float)
        return [words[i] for i in self.random.choice(len(words), size, p=weights / weights.sum()).tolist()]

    def _next(self, prefix: str, size: int) -> Numbers:
        start = self._serials.get(prefix, 0)
        self._serials[prefix] = start + size
        return np.arange(start, start + size)

    def _named(self, prefix: str, size: int) -> Values:
        return [f"{prefix}-{number:09}" for number in self._next(prefix, size).tolist()]

    def _earlier(self, prefix: str, size: int, within: int) -> Values:
        """Names given before, most of them lately."""
        last = self._serials.get(prefix, 1) - 1
        ago = self.random.geometric(1 / within, size)
        return [f"{prefix}-{number:09}" for number in np.maximum(last - ago, 0).tolist()]

    def _stages(self, projects: Numbers, share: float) -> Values:
        """The stage at which something was done, for a part of what was done in projects with a workflow."""
        at = self.random.integers(0, len(STAGES) - 1, len(projects))
        staged = (self.random.random(len(projects)) < share) & (projects < WITH_WORKFLOW)
        numbers = zip(projects.tolist(), at.tolist(), staged.tolist(), strict=True)
        return [self.ids.stages[project][stage] if has else None for project, stage, has in numbers]

    def _in(self, projects: Numbers) -> Columns:
        return {"project_id": [self.ids.projects[project] for project in projects.tolist()]}

    def _by(self, day: Day, people: Numbers, projects: Numbers) -> Columns:
        """Who did it in which role, and where."""
        ids, numbers = (*self.ids.people, None), people.tolist()
        return self._in(projects) | {
            "person_id": [ids[person] for person in numbers],
            "role": [day.roles[person] for person in numbers],
        }


def _roles(number: int) -> tuple[str, ...]:
    """The role that each person has on a day, and last that of automation."""
    held = ([role for since, role in roles(person) if since <= number][-1] for person in range(PEOPLE))
    return (*held, AUTOMATION)
