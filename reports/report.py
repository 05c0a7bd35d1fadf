"""A report: the counted parts of a section within a scope, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from reports.facts import Facts
from reports.parts import Figure, Graph, Meter, Note, Part, Table, Timeline
from reports.scope import Scope
from reports.section import Breakdown, Section
from reports.sentences import Sentence, context
from reports.words import moment, short_day, span
from storage.store import Store

Chart = Timeline | Meter | Graph


@dataclass(frozen=True)
class Report:
    """What was counted, when, and how fresh it is; `data_through` None = the store holds no event by then."""

    section: Section
    scope: Scope
    parts: tuple[Part, ...]
    data_through: datetime | None

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(part for part in self.parts if isinstance(part, Figure))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(part for part in self.parts if isinstance(part, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(part for part in self.parts if isinstance(part, Chart))

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(part for part in self.parts if isinstance(part, Note))

    @property
    def sentence(self) -> Sentence:
        """The headline, with the real numbers."""
        return self.section.sentence(self)

    def figure(self, key: str) -> Figure:
        """The figure of that key, which the section must have counted."""
        return next(figure for figure in self.figures if figure.key == key)

    def count(self, key: str) -> int:
        """The plain number of a figure that is always reported."""
        now = self.figure(key).now
        if not isinstance(now, int):
            raise TypeError(f"{key} is not a count")
        return now

    @property
    def caption(self) -> str:
        """What a picture says of itself, in one short line: its project, its days, how fresh it is."""
        return " • ".join((self.scope.title, span(self.scope.period), self._freshness))

    @property
    def _freshness(self) -> str:
        through = self.data_through
        return f"data through {moment(through, self.scope.today)}" if through else "no data yet"

    @property
    def context(self) -> str:
        """All Projects • Oct 24 – Nov 22, 2026 (30 days) • America/New_York • data through 13:47 (D-48)

        Numbers that follow no filter say what they are of instead.
        """
        if self.section.filters:
            return context(self.scope, self._freshness)
        org = self.scope.org
        return " • ".join((org.name, "contract term to date", org.time_zone, self._freshness))


def measure(section: Section, scope: Scope, store: Store, tabs: tuple[Breakdown, ...]) -> Report:
    """Count a section's figures and the given of its breakdowns."""
    facts = Facts(scope, store)
    counted = chain(section.figures(facts), *(tab.count(facts) for tab in tabs), _footnotes(scope))
    through = store.data_through(scope.org.id, scope.as_of)
    return Report(
        section=section,
        scope=scope,
        parts=tuple(counted),
        data_through=through.astimezone(ZoneInfo(scope.org.time_zone)) if through else None,
    )


def _footnotes(scope: Scope) -> Iterator[Note]:
    for index, text in enumerate(scope.notes):
        yield Note(f"scope.{index}", text)
    if scope.today in scope.period:
        time = f"{scope.as_of.hour:02d}:{scope.as_of.minute:02d}"
        yield Note(
            "scope.partial", f"{short_day(scope.today)} is partial (as of {time} {scope.org.time_zone})"
        )
