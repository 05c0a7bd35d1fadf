"""What a section is: a page of figures, and its breakdowns a click away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reports.definition import Definition
from reports.parts import Part

if TYPE_CHECKING:
    from reports.facts import Facts
    from reports.report import Report
    from reports.scope import Scope
    from reports.sentences import Sentence

Count = Callable[["Facts"], Iterator[Part]]


class Need(StrEnum):
    """What must be there before a section can be counted."""

    NOTHING = "nothing"
    PROJECT = "project"
    CONTRACT = "contract"


@dataclass(frozen=True)
class Breakdown:
    """One of a section's tabs, counted only when it is asked for: `by:name`, its timeline, its table."""

    name: str
    title: str
    count: Count


@dataclass(frozen=True)
class Section:
    """A page of the usage report.

    `words` are what people type for it, the first being its name; `sentence` is the headline of its message;
    `brief` is what the overview shows of it, if anything; `steps` and `views` say which words of the grammar
    it takes besides range, project and visibility. `filters` says whether its numbers follow range and
    project; `definitions` says what they count.
    """

    title: str
    rank: int
    words: tuple[str, ...]
    summary: str
    figures: Count
    sentence: Callable[["Report"], "Sentence"]
    breakdowns: tuple[Breakdown, ...] = ()
    brief: Count | None = None
    needs: Need = Need.NOTHING
    steps: bool = True
    views: tuple[str, ...] = ()
    exports: bool = False
    filters: bool = True
    definitions: tuple[Definition, ...] = ()

    @property
    def name(self) -> str:
        return self.words[0]

    def fits(self, scope: "Scope") -> bool:
        """Whether what the section needs is there in a scope, and within its bounds."""
        if not scope.org.bounds.shows(self.name):
            return False
        match self.needs:
            case Need.NOTHING:
                return True
            case Need.PROJECT:
                return scope.project is not None
            case Need.CONTRACT:
                return bool(scope.org.contracts)

    def breakdown(self, name: str | None) -> Breakdown | None:
        """The breakdown of that name, or the one shown first."""
        if name is None:
            return self.breakdowns[0] if self.breakdowns else None
        return next((b for b in self.breakdowns if b.name == name), None)
