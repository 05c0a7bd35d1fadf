"""The modal of the shortcuts: which report, which days, which project, and where it is posted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.messages import block_kit as kit
from bot.messages.menus import ALL, offered
from bot.messages.message import Block
from bot.messages.modal import View, chosen_values, field, form, view
from bot.messages.projects import project_menu
from bot.messages.ranges import CONTRACT, RANGES
from reports import words
from reports.period import add_months, month_of
from reports.ranges import DEFAULT, parse_range
from reports.request import Request
from reports.sections import find_section
from storage.records import Organization

CALLBACK = "usage"
TITLE = "Usage report"
SECTION, RANGE, PROJECT, WHERE = "usage:section", "usage:range", "usage:project", "usage:where"
MONTHS = 12  # offered by name, beside the common ranges


@dataclass(frozen=True)
class Offer:
    """What the modal begins with; `metadata` names the thread that the report joins, "" to let choose."""

    org: Organization
    today: date
    project: str | None = None
    metadata: str = ""


def usage_modal(offer: Offer) -> View:
    """The modal for an organisation on its local day."""
    blocks = [
        field("Report", kit.menu(SECTION, "Choose one", list(_sections(offer.org)), "overview")),
        field("Days", kit.menu(RANGE, "Choose one", list(_ranges(offer)), DEFAULT)),
        field("Project", project_menu(PROJECT, offer.org, offer.project)),
    ]
    if offer.metadata:
        blocks.append(kit.context(["The report is posted into the thread of that message, for all to see."]))
    else:
        blocks.append(_where())
    return form(CALLBACK, view(TITLE, blocks), "Post" if offer.metadata else "Show", offer.metadata)


def _where() -> Block:
    menu: Block = {
        "type": "conversations_select",
        "action_id": WHERE,
        "placeholder": kit.plain("Only for me", kit.PLACEHOLDER),
        "response_url_enabled": True,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    hint = "Left empty, the report comes to you alone, in our direct message."
    return field("Post it in", menu, hint, optional=True)


def _sections(org: Organization) -> Iterator[Block]:
    """Every section that can be shown; files have a window of their own."""
    for section in offered(org):
        yield kit.option(section.title, section.name)


def _ranges(offer: Offer) -> Iterator[Block]:
    for word, text in (*RANGES, *([CONTRACT] if offer.org.contracts else [])):
        yield kit.option(text, word)
    for ago in range(1, MONTHS + 1):
        month = add_months(month_of(offer.today), -ago)
        yield kit.option(f"{words.MONTHS[month.month - 1]} {month.year}", f"{month:%Y-%m}")


@dataclass(frozen=True)
class Chosen:
    """What a person chose, none of it trusted; `where` None means for that person alone."""

    section: str
    range: str
    project: str
    where: str | None

    @classmethod
    def of(cls, submitted: Mapping[str, Any]) -> "Chosen":
        found = chosen_values(dict(submitted))
        section, days, project, where = (
            str(found.get(name) or "") for name in (SECTION, RANGE, PROJECT, WHERE)
        )
        return cls(section, days, project, where or None)

    @property
    def errors(self) -> dict[str, str]:
        """A sentence for each field that cannot be used as it is."""
        wrong = {}
        section = find_section(self.section)
        if section is None or section.exports:
            wrong[SECTION] = "Choose one of the reports."
        if parse_range(self.range) is None:
            wrong[RANGE] = f'I don\'t understand the range "{kit.cut(self.range, 40)}". Choose another one.'
        if not self.project or self.project.split() != [self.project]:
            wrong[PROJECT] = "Choose a project, or All Projects."
        if self.where is not None and not self.where.startswith(("C", "G")):
            wrong[WHERE] = "Choose a channel, or leave it empty."
        return wrong

    @property
    def request(self) -> Request:
        """The request for it. Raises `RequestError` where there are errors."""
        return Request.parse(f"{self.section} {self.range} project:{self.project or ALL}")
