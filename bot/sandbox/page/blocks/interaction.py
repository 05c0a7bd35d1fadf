"""Blocks to act with: actions, context_actions, input."""

from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.elements import element
from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.texts import plain
from bot.sandbox.state import Block


def _actions(block: Block, reader: Reader) -> Html:
    return tag("div", {"class": "actions"}, *(element(one, reader) for one in block.get("elements", ())))


def _input(block: Block, reader: Reader) -> Html:
    optional = tag("small", None, " (optional)") if block.get("optional") else None
    hint = plain(block.get("hint"))
    return tag(
        "div",
        {"class": "input", "role": "group", "aria-label": plain(block.get("label"))},
        tag("div", {"class": "input-label"}, plain(block.get("label")), optional),
        element(block.get("element") or {}, reader),
        tag("small", None, hint) if hint else None,
    )


DRAWS: dict[str, Drawer] = {"actions": _actions, "context_actions": _actions, "input": _input}
