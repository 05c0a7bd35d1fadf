"""What every modal is made of: a title, its fields, and a sentence where there is nothing to choose."""

from typing import Any

from bot.messages import block_kit as kit
from bot.messages.message import Block

View = dict[str, Any]

TITLE = 24
LABEL = 2000


def saying(title: str, text: str) -> View:
    """A modal with a sentence and nothing to choose."""
    return view(title, [kit.section(kit.escape(text))], close="Close")


def view(title: str, blocks: list[Block], close: str = "Cancel") -> View:
    """A modal without a submit button."""
    return {
        "type": "modal",
        "title": kit.plain(title, TITLE),
        "close": kit.plain(close, TITLE),
        "blocks": blocks,
    }


def form(callback_id: str, shown: View, submit: str, metadata: str = "") -> View:
    """A modal that can be submitted; `metadata` holds ids alone."""
    return {
        **shown,
        "callback_id": callback_id,
        "submit": kit.plain(submit, TITLE),
        "private_metadata": metadata,
    }


def field(label: str, element: Block, hint: str = "", *, optional: bool = False) -> Block:
    """A field, its block named as its element: what is wrong with it is shown under it."""
    shown: Block = {
        "type": "input",
        "block_id": element["action_id"],
        "label": kit.plain(label, LABEL),
        "element": element,
    }
    shown |= {"optional": True} if optional else {}
    return {**shown, "hint": kit.plain(hint, LABEL)} if hint else shown


def chosen_values(state: View) -> dict[str, Any]:
    """What was chosen in a submitted view, by the action: a value, values, or None; none of it trusted."""
    values = state.get("state", {}).get("values", {})
    return {action: _value(said) for inside in values.values() for action, said in inside.items()}


def _value(said: View) -> Any:
    if "selected_options" in said:
        return tuple(str(option.get("value")) for option in said["selected_options"] or ())
    option = said.get("selected_option")
    if option is not None:
        return str(option.get("value"))
    names = ("selected_time", "selected_conversation", "selected_date", "value")
    return next((str(said[name]) for name in names if said.get(name)), None)
