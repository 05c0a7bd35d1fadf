"""The interactive elements in blocks: where they are, and what state they are in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.sandbox.state import Block, Where

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

# How Slack names what was chosen, by the type of the element.
CHOSEN = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}


def elements(blocks: list[Block]) -> Iterator[tuple[Block, Json]]:
    """Every element with an action_id, beside its block; those in containers and cards included."""
    for block in blocks:
        nested = block.get("child_blocks", [])
        if block.get("type") == "carousel":
            nested = block["elements"]
        yield from elements(nested)
        own = [*block.get("actions", ()), block.get("accessory"), block.get("element")]
        if block.get("type") in ("actions", "context_actions"):
            own += block["elements"]
        for element in own:
            if element and "action_id" in element:
                yield block, element


def chosen(workspace: "Workspace", element: Json, values: tuple[str, ...]) -> Json:
    """The part of an action that tells what was chosen. Raises LookupError for what is not on offer."""
    kind = element["type"]
    if kind not in CHOSEN:
        return {key: element[key] for key in ("text", "value") if key in element}
    name = CHOSEN[kind]
    if name.startswith("selected_option"):
        picked = [_option(workspace, element, value) for value in values]
        return {name: picked if name.endswith("s") else picked[0]}
    if kind.startswith("multi_"):
        return {name: list(values)}
    return {name: int(values[0]) if kind == "datetimepicker" else values[0]}


def _option(workspace: "Workspace", element: Json, value: str) -> Json:
    options = list(element.get("options", ()))
    for group in element.get("option_groups", ()):
        options += group["options"]
    found: Json | None = next((option for option in options if option.get("value") == value), None)
    if element["type"].endswith("external_select"):
        found = workspace.offered.get(value)
    if found is None:
        raise LookupError(f"{element['action_id']} offers no {value!r}")
    return found


def values(where: Where) -> Json:
    """The state of all inputs: what was chosen, else what they began with, else null."""
    state: Json = {}
    for block, element in elements(where.blocks):
        kind = element["type"]
        if kind not in CHOSEN or kind == "overflow":
            continue
        began = element.get(CHOSEN[kind].replace("selected", "initial").replace("value", "initial_value"))
        touched = where.inputs.get(block["block_id"], {}).get(element["action_id"])
        entry = {"type": kind, **(touched or {CHOSEN[kind]: began})}
        state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state
