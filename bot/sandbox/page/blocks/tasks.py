"""Work that an app does step by step: one task, or a plan of several."""

from bot.sandbox.page.blocks.rich_text import rich_text
from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markup import Html, link, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block

_SIGNS = {"pending": "○", "in_progress": "◐", "complete": "●", "error": "✕"}


def _task(block: Block, reader: Reader) -> Html:
    status = str(block.get("status"))
    # The state is a word, too: a sign alone says nothing to whoever does not see it.
    state = tag("small", None, status.replace("_", " "))
    sign = tag("span", {"aria-hidden": "true"}, _SIGNS.get(status, "○"))
    inside = (rich_text(block[key], reader) for key in ("details", "output") if block.get(key))
    return tag(
        "div",
        {"class": f"task {status}"},
        tag("div", {"class": "task-title"}, sign, tag("strong", None, _title(block)), state),
        *(tag("div", {"class": "task-inside"}, part) for part in inside),
        _sources(block),
    )


def _sources(block: Block) -> Html | None:
    found = [one for one in block.get("sources", ()) if isinstance(one, dict)]
    named = (tag("li", None, link(str(one.get("url", "")), str(one.get("text", "")))) for one in found)
    return tag("ul", {"class": "task-inside"}, *named) if found else None


def _plan(block: Block, reader: Reader) -> Html:
    tasks = (tag("li", None, _task(one, reader)) for one in block.get("tasks", ()))
    return tag("div", {"class": "plan"}, tag("strong", None, _title(block)), tag("ol", None, *tasks))


def _title(block: Block) -> str:
    return emoji(str(block.get("title", "")))


DRAWS: dict[str, Drawer] = {"task_card": _task, "plan": _plan}
