"""What stands under a report to change it: its tabs, its menus, its neighbours, and what to do with it.

Buttons carry the words of the report that they show. Menus carry what is chosen, and the id of their row the
words that it is chosen for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.messages import block_kit as kit
from bot.messages.message import Block
from bot.messages.ranges import CONTRACT, RANGES, spoken
from reports import neighbour
from reports.bounds import contract_shown
from reports.errors import RequestError
from reports.grammar import read
from reports.period import STEPS
from reports.ranges import Range
from reports.report import Report
from reports.request import Request
from reports.section import Need, Section
from reports.sections import SECTIONS, section_named
from storage.records import Organization, Project

SHOW = "show"  # the first part of every action that changes the report
SECTION, RANGE, PROJECT, STEP = (f"{SHOW}.{what}" for what in ("section", "range", "project", "step"))
EXPORT = "export"  # the action of the button
MORE = "more"
SHARE, SUBSCRIBE, EXPLAIN = "share", "subscribe", "explain"
CUSTOM = "custom"
ALL = "all"
FEW = 20  # projects that a menu lists; more are looked up by typing
USERS = "users"
SETS = {RANGE: "range", PROJECT: "project", STEP: "step"}  # what a choice changes of a request
STALE = "I don't know that choice any more. Ask anew, for example: `/usage questions last-30d`"
DAYS = (("today", "Today"), ("yesterday", "Yesterday"), *RANGES)


@dataclass(frozen=True)
class Shown:
    """How a report is shown: its words, who asked and what, who reads it, how often it was changed.

    `alone`: to one person, who may share it. `whispered`: in an ephemeral message, which takes no pictures.
    """

    request: Request
    asked: str = ""
    alone: bool = False
    whispered: bool = False
    turn: int = 0

    def row(self, name: str, elements: Iterable[Block]) -> tuple[Block, ...]:
        """A row under the report, none without anything in it.

        Its id differs with every turn, or Slack would go on showing what somebody chose in a menu before.
        """
        found = tuple(elements)
        return (kit.row(f"{name}.{self.turn}|{self.request}", found),) if found else ()


def controls(report: Report, shown: Shown) -> tuple[Block, ...]:
    """The rows under a report."""
    return (
        *shown.row("tabs", _tabs(report, shown)),
        *shown.row("menus", _menus(report, shown.request)),
        *shown.row("more", _rest(report, shown)),
    )


def pick(org: Organization, shown: Shown) -> tuple[Block, ...]:
    """The row under a question for a project."""
    request = shown.request
    return shown.row("menus", (_sections(org, request), _projects(org, request, every=False)))


def _tabs(report: Report, shown: Shown) -> Iterator[Block]:
    section, request = report.section, shown.request
    current = section.breakdown(request.by)
    for tab in section.breakdowns:
        wanted = replace(request, by=tab.name)
        yield _tab(tab.title, wanted, f"{section.title} by {tab.title.lower()}", tab is current)
    for view in () if shown.whispered else section.views:
        label = f"{section.title} as a {view}"
        yield _tab(view.capitalize(), replace(request, view=view), label, view == _view(section, request))
    if section.name == "overview" and report.scope.org.bounds.shows(USERS):
        yield _tab("By role", _of_section(request, section_named(USERS)), "Active users by role", False)


def _view(section: Section, request: Request) -> str:
    return request.view or section.views[0]


def _tab(text: str, request: Request, label: str, current: bool) -> Block:
    button = kit.button(text, f"{SHOW}.tab.{text.lower().replace(' ', '-')}", str(request), f"Show {label}")
    return {**button, "style": "primary"} if current else button


def _menus(report: Report, request: Request) -> Iterator[Block]:
    org, section = report.scope.org, report.section
    yield _sections(org, request)
    if not section.filters:
        return
    yield kit.menu(RANGE, "Days", list(_ranges(org, request.range)), str(request.range))
    yield _projects(org, request, every=section.needs is not Need.PROJECT)
    if section.steps:
        steps = [kit.option(step.capitalize(), step) for step in STEPS]
        yield kit.menu(STEP, "Step", steps, report.scope.step)


def _sections(org: Organization, request: Request) -> Block:
    options = [kit.option(section.title, section.name) for section in offered(org)]
    return kit.menu(SECTION, "Report", options, request.section)


def offered(org: Organization) -> tuple[Section, ...]:
    """The sections that can be shown of an organisation, within its bounds."""
    return tuple(each for each in SECTIONS if not each.exports and _fits(each, org))


def _fits(section: Section, org: Organization) -> bool:
    if section.needs is Need.CONTRACT and not org.contracts:
        return False
    return org.bounds.shows(section.name) and (section.filters or contract_shown(org))


def _ranges(org: Organization, own: Range) -> Iterator[Block]:
    """The report's own days if they are none of the common ones, those, and days of one's own."""
    common = (*DAYS, *((CONTRACT,) if org.contracts else ()))
    if str(own) not in dict(common):
        yield kit.option(spoken(str(own)), str(own))
    for word, text in common:
        yield kit.option(text, word)
    yield kit.option("Custom…", CUSTOM)


def _projects(org: Organization, request: Request, every: bool) -> Block:
    chosen = request.project or ALL
    found = list(project_options(org, "", every))
    if len(found) <= FEW:
        return kit.menu(PROJECT, "Project", found, chosen)
    begun = next((each for each in found if each["value"] == chosen), None)
    return kit.search_menu(PROJECT, "Project", begun)


def project_options(org: Organization, typed: str, every: bool) -> Iterator[Block]:
    """The projects whose name or slug holds what was typed, archived ones last and marked so."""
    bound, wanted = org.bounds.projects, typed.casefold().strip()
    if every and not bound and wanted in "all projects":
        yield kit.option("All Projects", ALL)
    for project in sorted(org.projects, key=lambda each: (each.archived, each.name.casefold(), each.slug)):
        inside = not bound or project.slug in bound
        if inside and (wanted in project.name.casefold() or wanted in project.slug.casefold()):
            yield kit.option(_named(project), project.slug)


def _named(project: Project) -> str:
    mark = " (archived)" if project.archived else ""
    return kit.cut(project.name, kit.OPTION_TEXT - len(mark)) + mark


def _of_section(request: Request, section: Section) -> Request:
    """The same days and project in another section, with what else that section takes."""
    step = request.step if section.steps else None
    return Request(section.name, request.range, request.project, step=step, compare=request.compare)


def chosen(request: Request, action: str, value: str) -> Request:
    """The report that is meant by a choice in a menu under another one.

    Raises `RequestError` for a choice that no menu of ours has.
    """
    if action == SECTION:
        section = next((each for each in SECTIONS if each.name == value and not each.exports), None)
        if section:
            return _of_section(request, section)
    elif value.split() == [value]:
        meaning = read(request, f"project:{value}" if action == PROJECT else value)
        if meaning and meaning[0] == SETS.get(action):
            return meaning[1]
    raise RequestError(STALE)


def _rest(report: Report, shown: Shown) -> Iterator[Block]:
    if report.section.filters:
        yield from _beside(report, shown.request)
    yield kit.button("Export CSV", EXPORT, str(_export(report)), "Export this report as a CSV file")
    share = (kit.option("Share to channel…", SHARE),) if shown.alone else ()
    others = (kit.option("Subscribe…", SUBSCRIBE), kit.option("Explain these numbers", EXPLAIN))
    yield kit.overflow(MORE, (*share, *others))


def _beside(report: Report, request: Request) -> Iterator[Block]:
    """The periods before and after; none that would begin in the future, or end before the first data."""
    for name, mark, found in (
        ("Previous", "‹ Previous", neighbour.earlier(request, report.scope)),
        ("Next", "Next ›", neighbour.later(request, report.scope)),
    ):
        if found:
            label = f"{name} period: {spoken(str(found.range))}"
            yield kit.button(mark, f"{SHOW}.{name.lower()}", str(found), label)


def _export(report: Report) -> Request:
    """The export that belongs to a report: the very days it shows, also next week."""
    scope = report.scope
    days = neighbour.dates(scope.period.start, scope.period.last)
    project = scope.project.slug if scope.project else ALL
    return Request("export", scope.range if scope.range.word == "all" else days, project)
