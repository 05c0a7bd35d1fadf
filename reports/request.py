"""The words a person typed, understood: section, range, filters, and how to show them."""

from dataclasses import dataclass, field
from datetime import datetime

from reports import ranges
from reports.bounds import check_section, project_word, same_slug
from reports.errors import ProjectNeeded, RequestError, listed, quoted, suggestion
from reports.export import chosen
from reports.grammar import looks_like_section, read, unknown, unknown_section
from reports.period import Step, default_step, fitting_step
from reports.ranges import Range
from reports.scope import Scope, comparison, names_for
from reports.section import Need
from reports.sections import find_section, section_named
from storage.records import Organization, Project

_QUOTES = {ord(quote): None for quote in "\"'“”‘’„«»`"}


@dataclass(frozen=True)
class Request:
    """A report as somebody asked for it; `str(request)` is the same request, spelled out.

    It knows no clock and no store: `last-30d` and a project's slug stay words until a scope resolves them.
    """

    section: str = "overview"
    range: Range = field(default=Range(ranges.DEFAULT))
    project: str | None = None  # a slug, "all", or None for the channel's default
    by: str | None = None
    step: Step | None = None
    view: str | None = None
    visibility: str | None = None
    compare: bool = True
    exports: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Request":
        """Understand a request. Raises `RequestError` with the word that was not, and an example."""
        request, rest = _opening(normalised(text).split())
        seen: dict[str, str] = {}
        for word in rest:
            meaning = read(request, word)
            if meaning is None:
                raise unknown(request, word)
            what, request = meaning
            if what in seen:
                raise RequestError(
                    f"I don't understand {quoted(word)} after {quoted(seen[what])}: one {what} is enough. "
                    f"Example: `/usage {request}`"
                )
            seen[what] = word
        return request

    def __str__(self) -> str:
        words = [self.section, str(self.range)]
        words += [f"project:{self.project}"] if self.project else []
        words += [f"by:{self.by}"] if self.by else []
        words += [word for word in (self.step, self.view, self.visibility) if word]
        words += [] if self.compare else ["vs:none"]
        words += [f"sections:{','.join(self.exports)}"] if self.exports else []
        return " ".join(words)

    def scope(
        self, org: Organization, as_of: datetime, alone: bool, default_project: str | None = None
    ) -> Scope:
        """What the request covers for an organisation at a moment in its zone.

        `alone` says that one person reads the answer (D-22). Raises `RequestError` for an unknown project, an
        impossible range, a section that needs a project or a contract there is none of, and whatever the
        organisation's bounds leave out. An export is compared with nothing, for a file has no trends.
        """
        today = as_of.date()
        section = section_named(self.section)
        check_section(section, org)
        project = _project(project_word(self.project, default_project, org), org)
        if section.needs is Need.PROJECT and project is None:
            project = _only_project(org)
        if section.needs is Need.CONTRACT and not org.contracts:
            raise RequestError(ranges.no_contract(org))
        resolved = ranges.resolve(self.range, org, today)
        step, coarser = _step(self.step, resolved, org.week_start)
        return Scope(
            org=org,
            project=project,
            range=self.range,
            period=resolved.period,
            step=step,
            as_of=as_of,
            comparison=comparison(resolved.period, org, today, self.compare and not section.exports),
            names=names_for(org, alone, in_file=section.exports),
            notes=resolved.notes + coarser,
            exports=chosen(self.exports, org) if section.exports else (),
        )


def normalised(text: str) -> str:
    """Text as the grammar reads it: quotation marks that keyboards add are dropped, odd spaces are spaces."""
    return " ".join(text.translate(_QUOTES).split())


def _opening(words: list[str]) -> tuple[Request, list[str]]:
    """The section comes first; without one it is the overview."""
    if not words:
        return Request(), []
    section = find_section(words[0])
    if section:
        return Request(section.name), words[1:]
    if looks_like_section(words[0]) and read(Request(), words[0]) is None:
        raise unknown_section(words[0])
    return Request(), words


def _step(wished: Step | None, resolved: ranges.Resolved, week_start: int) -> tuple[Step, tuple[str, ...]]:
    """The step to show, and what to say when the wished one would give too many buckets (D-08)."""
    wanted = wished or default_step(resolved.period)
    step = fitting_step(resolved.period, wanted, week_start)
    if step is wanted:
        return step, ()
    return step, (f"Shown {step}, because {wanted} would be more than 120 bars.",)


def _project(word: str, org: Organization) -> Project | None:
    if word == "all":
        return None
    exact = [p for p in org.projects if p.slug == word]
    alike = exact or [p for p in org.projects if same_slug(p.slug) == same_slug(word)]
    if alike:
        return alike[0]
    ask, example = suggestion(word, [p.slug for p in org.projects])
    raise RequestError(
        f"I don't know the project {quoted(word)}. {ask} "
        f"Example: `/usage questions last-30d project:{example}`"
    )


def _only_project(org: Organization) -> Project:
    """The project of an organisation that has just one; else the person has to choose (D-28)."""
    if len(org.projects) == 1:
        return org.projects[0]
    slugs = [project.slug for project in org.projects]
    example = "payments-api" if "payments-api" in slugs or not slugs else slugs[0]
    raise ProjectNeeded(
        "Workflow data is per project and isn't added up across projects. "
        f"Pick one: `/usage workflows last-30d project:{example}`. Your projects: {listed(slugs)}"
    )
