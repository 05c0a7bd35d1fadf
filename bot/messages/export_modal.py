"""The modal in which an export is chosen: its days, its project, its sections."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.messages import block_kit as kit
from bot.messages.message import Block
from bot.messages.modal import View, form, view
from bot.messages.ranges import CONTRACT, RANGES, spoken
from reports import words
from reports.export import offered
from reports.period import add_months, month_of
from reports.request import Request
from storage.records import Organization

CALLBACK = "export"
SELECT_ALL, CLEAR_ALL = "export_select_all", "export_clear_all"
RANGE, PROJECT, SECTIONS = "range", "project", "sections"
TITLE = "Export CSV"
ALL = "all"
MONTHS = 12  # offered by name, beside these:
_COUNT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Choice:
    """What the modal begins with: a request, and where its file goes (ids alone), to one reader or to all."""

    request: Request
    metadata: str
    alone: bool


def modal(choice: Choice, org: Organization, today: date) -> View:
    """The modal for an organisation on its local day; everything is ticked."""
    project = choice.request.project or ALL
    where = (
        "our direct message, for you alone" if choice.alone else "the thread of the report, for all to see"
    )
    blocks = [
        _input(RANGE, "Days", _select(RANGE, _ranges(choice.request, org, today), str(choice.request.range))),
        _input(PROJECT, "Project", _select(PROJECT, _projects(org, project), project)),
        _sections(SECTIONS, [kit.option(export.title, export.key) for export in offered(org)], True),
        kit.actions(
            [
                kit.button("Select all", SELECT_ALL, ALL, "Select all sections"),
                kit.button("Clear all", CLEAR_ALL, "none", "Clear all sections"),
            ]
        ),
        kit.context([f"The file goes to {where}."]),
    ]
    return form(CALLBACK, view(TITLE, blocks), "Export", choice.metadata)


def ticked(shown: Mapping[str, Any], every: bool) -> View:
    """The modal that a person looks at, with every section ticked, or none; the rest stays as chosen."""
    blocks = [_ticked(block, every) if _is_sections(block) else block for block in shown["blocks"]]
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return {**{key: shown[key] for key in kept if key in shown}, "blocks": blocks}


def _ticked(block: Block, every: bool) -> Block:
    # Slack keeps what was chosen in a block as long as the block keeps its id.
    count = str(block["block_id"]).partition("-")[2]
    following = int(count) + 1 if _COUNT.fullmatch(count) else 1
    return _sections(f"{SECTIONS}-{following}", block["element"]["options"], every)


def _is_sections(block: Block) -> bool:
    name, element = str(block.get("block_id")), block.get("element") or {}
    return name.partition("-")[0] == SECTIONS and bool(element.get("options"))


def _input(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "label": kit.plain(label, 2000), "element": element}


def _sections(block_id: str, options: list[Block], every: bool) -> Block:
    boxes: Block = {"type": "checkboxes", "action_id": SECTIONS, "options": options}
    if every:
        boxes["initial_options"] = options
    hint = kit.plain("Pick at least one section.", 2000)
    return {**_input(block_id, "Sections", boxes), "hint": hint}


def _select(action_id: str, options: list[Block], chosen: str) -> Block:
    """A menu; what was chosen before and is gone leaves it open, so that nothing else is exported instead."""
    menu: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": kit.plain("Choose one", 150),
        "options": options[: kit.OPTIONS],
    }
    begun = [option for option in menu["options"] if option["value"] == chosen]
    return {**menu, "initial_option": begun[0]} if begun else menu


def _ranges(request: Request, org: Organization, today: date) -> list[Block]:
    """The report's own days, the common ranges, the last months."""
    common = [*RANGES, *([CONTRACT] if org.contracts else []), *_months(today)]
    own = str(request.range)
    known = {word for word, _ in common}
    first = [] if own in known else [(own, f"{spoken(own)} (as in the report)")]
    return [kit.option(text, word) for word, text in (*first, *common)]


def _months(today: date) -> Iterator[tuple[str, str]]:
    for ago in range(1, MONTHS + 1):
        month = add_months(month_of(today), -ago)
        yield f"{month:%Y-%m}", f"{words.MONTHS[month.month - 1]} {month.year}"


def _projects(org: Organization, own: str) -> list[Block]:
    """All, the report's own, and as many others as a menu holds; not all in a channel bound to some."""
    ranked = sorted(org.projects, key=lambda project: project.slug != own)
    every = [] if org.bounds.projects else [kit.option("All Projects", ALL)]
    return [*every, *(kit.option(each.name, each.slug) for each in ranked)]
