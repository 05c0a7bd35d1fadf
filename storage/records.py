"""The frozen values that the store hands out."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from storage.vocabulary import UNCLASSIFIED, UNSPECIFIED


@dataclass(frozen=True)
class Project:
    """One project of an organisation; archived ones stay in history (D-23)."""

    id: int
    slug: str
    name: str
    archived: bool


@dataclass(frozen=True)
class Adjustment:
    """A change of a contract's allocation from a local day on, in micro-credits."""

    effective_on: date
    amount_micro: int


@dataclass(frozen=True)
class Contract:
    """A credit-based contract: local days `[term_start, term_end)` and its allocation in micro-credits."""

    external_id: str
    name: str
    term_start: date
    term_end: date
    base_micro: int
    adjustments: tuple[Adjustment, ...]

    def allocation_micro(self, day: date) -> int:
        """What the contract allows as of a local day: the base and every top-up effective by then (D-40)."""
        effective = (a.amount_micro for a in self.adjustments if a.effective_on <= min(day, self._last))
        return self.base_micro + sum(effective)

    @property
    def _last(self) -> date:
        return date.fromordinal(self.term_end.toordinal() - 1)


@dataclass(frozen=True)
class Bounds:
    """What of an organisation may be shown to whoever reads: slugs of projects, names of sections.

    Empty means all. Bound to projects, nothing is shown that counts the whole organisation.
    """

    projects: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    names_in_files: bool = True  # whether a file for one reader names people (D-22)

    def shows(self, section: str) -> bool:
        """Whether a section may be shown at all."""
        return not self.sections or section in self.sections


@dataclass(frozen=True)
class Organization:
    """An organisation with everything a request needs to be understood, as far as `bounds` let it be seen."""

    id: int
    slug: str
    name: str
    time_zone: str
    week_start: int
    data_start_on: date
    show_user_rankings: str
    visibility: str
    projects: tuple[Project, ...]
    contracts: tuple[Contract, ...]  # the credit-based ones, by term (D-56)
    labels: dict[tuple[str, str], str] = field(hash=False)
    alert_channel: str | None = None
    digest_channel: str | None = None
    default_role: str = "manager"  # of everybody in its Slack teams who is no guest
    manager_group: str | None = None  # Slack user groups
    admin_group: str | None = None
    bounds: Bounds = Bounds()

    def label(self, vocab: str, key: str) -> str:
        """How people read a value of an open vocabulary; an unknown one is its own label (D-47, D-54)."""
        if not key:
            return UNCLASSIFIED if vocab == "category" else UNSPECIFIED
        return self.labels.get((vocab, key), key)


class DayTally(NamedTuple):
    """The values of a dimension on one local day: how many events each has, or what they amount to."""

    day: date
    numbers: dict[str, int]


@dataclass(frozen=True)
class Person:
    """Somebody who may appear in a ranking."""

    id: int
    external_id: str
    name: str
    email: str | None


@dataclass(frozen=True)
class Stage:
    """A node of a workflow; `removed` = no longer part of it."""

    id: int
    external_id: str
    name: str
    type: str
    removed: bool


@dataclass(frozen=True)
class Workflow:
    """A pipeline of one project: its stages by position, and the moves it allows today, by stage ids."""

    external_id: str
    name: str
    archived: bool
    stages: tuple[Stage, ...]
    edges: tuple[tuple[int, int], ...]
