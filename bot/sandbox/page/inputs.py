"""Blocks with what a person has chosen in them, as the next drawing must show it."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.state import Block

Chosen = Mapping[str, Mapping[str, Mapping[str, Any]]]  # block_id -> action_id -> what was chosen


def as_chosen(blocks: list[Block], chosen: Chosen) -> list[Block]:
    """The same blocks, their elements beginning with what was chosen instead of what the app said."""
    return [_block(block, chosen) for block in blocks] if chosen else blocks


def _block(block: Block, chosen: Chosen) -> Block:
    mine = chosen.get(str(block.get("block_id")), {})
    changed: Block = dict(block)
    for key in ("accessory", "element"):
        if key in block:
            changed[key] = _element(block[key], mine)
    if block.get("type") in ("actions", "context_actions"):
        changed["elements"] = [_element(one, mine) for one in block["elements"]]
    if "child_blocks" in block:
        changed["child_blocks"] = as_chosen(block["child_blocks"], chosen)
    return changed


def _element(element: Block, mine: Mapping[str, Mapping[str, Any]]) -> Block:
    kept = mine.get(str(element.get("action_id")), {})
    return element | {_initial(name): value for name, value in kept.items() if name != "type"}


def _initial(name: str) -> str:
    # Slack says selected_option for what is chosen, initial_option for what is chosen at first.
    return "initial_value" if name == "value" else name.replace("selected", "initial")
