"""Whether Slack would take these blocks, or this view: every limit, surface and rule that is known.

Where sources disagree on a limit the smaller value holds, so that what passes here passes there.
"""

import json
from typing import Any

from bot.sandbox.block_check.shape import SHAPES, Look, SlackFileCheck, Surface, look_at
from bot.sandbox.block_check.totals import over_budget, walk
from bot.sandbox.errors import SlackError, with_messages

VIEW_BYTES: int = SHAPES["view"]["bytes"]
BLOCKS: list[str] = SHAPES["blocks"]

__all__ = ["Surface", "check_blocks", "check_view"]


def check_blocks(blocks: Any, surface: Surface, slack_file: SlackFileCheck) -> None:
    """Raise SlackError (`invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`) with JSON pointers.

    `slack_file` says what is wrong with an image's `slack_file`, or None.
    """
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    messages = _faults(blocks, surface, slack_file)
    if not messages and surface in ("message", "ephemeral"):
        messages = over_budget(blocks)
    if messages:
        raise with_messages("invalid_blocks", messages)


def check_view(view: Any, kind: str, slack_file: SlackFileCheck) -> None:
    """Raise SlackError (`invalid_arguments`, `view_too_large`) for no proper `kind`: home or modal."""
    if not isinstance(view, dict):
        raise with_messages("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"])
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    surface: Surface = "home" if kind == "home" else "modal"
    look = Look(surface, slack_file)
    look.shape(view, [kind], "/view")
    messages = look.messages
    if not messages:
        messages = _faults(view["blocks"], surface, slack_file, "/view/blocks")
    if not messages and kind == "modal" and "submit" not in view:
        inputs = any(block["type"] == "input" for block in view["blocks"])
        messages = ["[ERROR] missing required field: submit [json-pointer:/view]"] if inputs else []
    if messages:
        raise with_messages("invalid_arguments", messages)


def _faults(
    blocks: list[Any], surface: Surface, slack_file: SlackFileCheck, pointer: str = "/blocks"
) -> list[str]:
    look = Look(surface, slack_file)
    most = SHAPES["message"]["blocks"] if surface in ("message", "ephemeral") else 100
    if len(blocks) > most:
        look.wrong(f"no more than {most} items allowed", pointer)
    look_at(look, blocks, BLOCKS, pointer)
    if look.messages:
        return look.messages
    _unique_ids(look, blocks, pointer)
    return look.messages


def _unique_ids(look: Look, blocks: list[Any], pointer: str) -> None:
    seen: set[str] = set()
    focused = 0
    for place, block in walk(blocks, pointer):
        block_id = str(block.get("block_id", place))
        if block_id in seen:
            look.wrong(f"`block_id` {block_id} already exists", f"{place}/block_id")
        seen.add(block_id)
        focused += bool(block.get("focus_on_load"))
    if focused > 1:
        look.wrong("only one element may have focus_on_load", pointer)
