"""A digest: what happened in the last complete period, in short, with what is worth knowing of it first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reports.chapters import CONTRACT, Chapter, chapter
from reports.contract import standing
from reports.errors import RequestError
from reports.export import offered
from reports.facts import Facts
from reports.findings import Finding, findings
from reports.ranges import Range
from reports.report import Report, measure
from reports.request import Request
from reports.scope import Scope
from reports.section import Section
from reports.sections import SECTIONS, section_named
from storage.records import Organization
from storage.store import Store

DEFAULT = ("overview", "credits", "questions", "simulations", "workflows", "context")
EVERY = "all"
WITH_CONTRACT = frozenset({"overview", "credits", CONTRACT})  # sections that say how a contract stands
CHARTS = 3
DRAWN_FIRST = (CONTRACT, "questions", "simulations", "credits")


@dataclass(frozen=True)
class Wish:
    """What a digest is to tell: a range in words, a project or all, some sections or the usual ones.

    `number` is that of the subscription it comes from.
    """

    range_word: str
    project: str | None = None  # a slug
    sections: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Digest:
    """Everything that a digest says, counted at one moment; `export` None = no section of it has a file."""

    wish: Wish
    findings: tuple[Finding, ...]
    chapters: tuple[Chapter, ...]
    export: Report | None

    @property
    def reports(self) -> tuple[Report, ...]:
        return tuple(each.report for each in self.chapters)

    @property
    def scope(self) -> Scope:
        """The project and the days, the same for every chapter."""
        return self.chapters[0].report.scope

    @property
    def context(self) -> str:
        """Where the numbers come from: of a chapter that covers the digest's days, where there is one."""
        reports = sorted(self.reports, key=lambda report: not report.section.filters)
        return reports[0].context

    @property
    def contract(self) -> Report | None:
        """How the contract stands, where there is one."""
        return next((report for report in self.reports if report.section.name == CONTRACT), None)

    @property
    def quiet(self) -> bool:
        """Whether nothing happened that the digest could tell of; a contract alone is not something."""
        told = [each for each in self.chapters if each.report.section.name != CONTRACT]
        return bool(told) and all(each.empty for each in told)

    @property
    def drawn(self) -> frozenset[str]:
        """The sections whose charts are shown: a few, the most telling first."""
        having = [each.report.section.name for each in self.chapters if each.chart]
        first = [name for name in DRAWN_FIRST if name in having]
        return frozenset([*first, *(name for name in having if name not in first)][:CHARTS])


def measure_digest(store: Store, org: Organization, wish: Wish, as_of: datetime) -> Digest:
    """Count a digest for a whole channel, up to a moment in the organisation's zone (D-07, D-22).

    Sections that cannot be counted here are left out. Raises `RequestError` when none can be: for an unknown
    project, an impossible range, without the project or the contract that they need, or out of bounds.
    """
    scopes = _scopes(org, wish, as_of)
    chapters = tuple(
        made for section, scope in scopes if (made := chapter(section, scope, store, bool(wish.sections)))
    )
    figures = tuple(figure for each in chapters for figure in each.report.figures)
    told = any(section.name == CONTRACT for section, _ in scopes)
    stands = standing(store, org, as_of.date()) if told else None
    return Digest(
        wish=wish,
        findings=findings(Facts(scopes[0][1], store), figures, stands),
        chapters=chapters,
        export=_export(store, org, wish, as_of),
    )


def _scopes(org: Organization, wish: Wish, as_of: datetime) -> tuple[tuple[Section, Scope], ...]:
    """What each of the wished sections covers, as far as they can be counted."""
    kept: list[tuple[Section, Scope]] = []
    refused: list[RequestError] = []
    for section in _wished(wish):
        try:
            kept.append((section, _request(section.name, wish).scope(org, as_of, alone=False)))
        except RequestError as error:
            refused.append(error)
    if not kept:
        raise refused[0]
    return tuple(kept)


def _request(section: str, wish: Wish, exports: tuple[str, ...] = ()) -> Request:
    return Request(section, Range(wish.range_word), wish.project or EVERY, exports=exports)


def _wished(wish: Wish) -> Iterator[Section]:
    """The sections in their order; whoever is told of credits is told how the contract stands (D-36)."""
    names = set(wish.sections or DEFAULT)
    for section in SECTIONS:
        every = EVERY in names and not section.exports
        if every or section.name in names or (section.name == CONTRACT and names & WITH_CONTRACT):
            yield section


def _export(store: Store, org: Organization, wish: Wish, as_of: datetime) -> Report | None:
    """The file of the same days and project: everything on offer, or what the wished sections show."""
    every = not wish.sections or EVERY in wish.sections
    keys = tuple(export.key for export in offered(org) if every or export.page in wish.sections)
    if not keys:
        return None
    request = _request("export", wish, keys)
    return measure(section_named("export"), request.scope(org, as_of, alone=False), store, ())
