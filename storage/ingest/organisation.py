"""What one transaction knows of an organisation: the ids of what lines refer to by name."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, insert, select

from storage.ingest.among import among
from storage.ingest.explaining import nearest
from storage.ingest.fate import RefusedLine
from storage.ingest.instants import Clock
from storage.tables import (
    edges,
    organizations,
    people,
    person_roles,
    projects,
    repositories,
    stages,
    vocabulary,
)
from storage.vocabulary import AUTOMATION, UNSPECIFIED

ClockOf = Callable[[str], Clock]  # of a time zone's name


class Person(NamedTuple):
    """Someone whom lines name. `periods` are (from, before or None, job role), days as text."""

    id: int
    is_service: bool
    periods: tuple[tuple[str, str | None, str], ...] = ()

    def role_on(self, day: str) -> str:
        """The role to stamp on what they did on a local day (D-19, D-21)."""
        if self.is_service:
            return AUTOMATION
        for start, end, role in self.periods:
            if start <= day and (end is None or day < end):
                return role
        return UNSPECIFIED


class Organisation:
    """An organisation as one transaction holds it; who keeps it longer sees whether it is still so."""

    def __init__(self, connection: Connection, slug: str, clock_of: ClockOf) -> None:
        self.connection = connection
        self._slug = slug
        self.people: dict[str, Person] = {}
        self.load()
        self.id: int = self.row.id
        self.clock = clock_of(self.row.time_zone)

    def __getstate__(self) -> dict[str, Any]:
        """Another process gets what is known, not the way to the store."""
        return self.__dict__ | {"connection": None}

    def load(self) -> None:
        """Read what it is, except its people: at first, and after a line has changed that."""
        self.row = held(self.connection, self._slug)
        self.projects: dict[str, int] = {row.slug: row.id for row in self._all(projects)}
        self.stages: dict[tuple[int, str], int] = {
            (row.project_id, row.external_id): row.id for row in self._all(stages)
        }
        self.edges = {(row.from_stage_id, row.to_stage_id) for row in self._all(edges) if not row.removed_at}
        self.repositories = {row.external_id for row in self._all(repositories)}
        self.words: dict[str, set[str]] = {}
        for row in self._all(vocabulary):
            self.words.setdefault(row.vocab, set()).add(row.key)

    def _all(self, table: Table) -> Iterable[Row[Any]]:
        return self.connection.execute(select(table).where(table.c.org_id == self.row.id))

    def meet(self, names: Iterable[str]) -> None:
        """Read the people with these external ids, and their roles."""
        wanted = sorted(names)
        named = (people.c.org_id == self.id, among(self.connection, people.c.external_id, wanted))
        roles = select(person_roles).join(people).where(*named)
        periods: dict[int, list[tuple[str, str | None, str]]] = {}
        for row in self.connection.execute(roles):
            end = row.valid_to.isoformat() if row.valid_to else None
            periods.setdefault(row.person_id, []).append((row.valid_from.isoformat(), end, row.job_role))
        for row in self.connection.execute(select(people).where(*named)):
            self.people[row.external_id] = Person(row.id, row.is_service, tuple(periods.get(row.id, ())))

    def project(self, slug: str) -> int:
        """The id of a project. Raises `RefusedLine` (E06)."""
        if slug in self.projects:
            return self.projects[slug]
        raise RefusedLine("E06", no_project(slug, self.projects))

    def stage(self, project_id: int, name: str) -> int:
        """The id of a stage of a project. Raises `RefusedLine` (E14)."""
        if (project_id, name) in self.stages:
            return self.stages[project_id, name]
        known = [stage for project, stage in self.stages if project == project_id]
        raise RefusedLine("E14", f"No workflow of this project has a stage “{name}”.{nearest(name, known)}")

    def stub(self, name: str) -> Person:
        """A person known by nothing but their id (E07); their `user.upsert` may come any time."""
        row = {"org_id": self.id, "external_id": name, "display_name": name, "is_service": False}
        person_id = self.connection.execute(insert(people).values(row).returning(people.c.id)).scalar_one()
        self.people[name] = Person(person_id, is_service=False)
        return self.people[name]


def held(connection: Connection, slug: str) -> Row[Any]:
    """The row of an organisation; others who would write to it wait from now on."""
    mine = select(organizations).where(organizations.c.slug == slug).with_for_update()
    return connection.execute(mine).one()


def no_project(slug: str, known: Iterable[str]) -> str:
    return f"There is no project “{slug}”; its project.upsert must come first.{nearest(slug, known)}"
