"""What a person clicks and chooses in messages and views."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.block_check.shape import Look
from bot.sandbox.images import none_at_all
from bot.sandbox.person.elements import CHOSEN, chosen, elements, values
from bot.sandbox.person.envelope import ask, interaction
from bot.sandbox.shapes import message_json, view_json
from bot.sandbox.state import Answer, Block, Message, View, Where

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """An element by its action_id (and block_id, where several share it), and what was chosen in it."""

    action_id: str
    block_id: str | None = None
    values: tuple[str, ...] = ()


def act(workspace: "Workspace", user_id: str, where: Where, choice: Choice) -> Answer:
    """Press or choose. Raises LookupError for what is not there to be clicked."""
    block, element = _find(where, choice)
    picked = chosen(workspace, element, choice.values)
    if element["type"] in CHOSEN:
        with workspace.lock:
            kept = where.inputs.setdefault(block["block_id"], {})
            kept[element["action_id"]] = picked
            workspace.changed()
    if block["type"] == "input" and not block.get("dispatch_action"):
        return Answer()
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": workspace.next_ts(),
        **picked,
    }
    payload = interaction(workspace, "block_actions", user_id) | _place(workspace, user_id, where)
    view = where.id if isinstance(where, View) else None
    payload |= {"trigger_id": workspace.triggers.issue(user_id, view), "actions": [action]}
    return ask(workspace, "interactive", payload)


def suggest(workspace: "Workspace", user_id: str, where: Where, choice: Choice) -> list[Block]:
    """The app's options for what was typed; none when the app is too slow or offers what Slack refuses."""
    block, element = _find(where, choice)
    typed = choice.values[0]
    if len(typed) < element.get("min_query_length", 3):
        return []
    payload = interaction(workspace, "block_suggestion", user_id) | _place(workspace, user_id, where)
    payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    found = ask(workspace, "interactive", payload).ack or {}
    options: list[Block] = list(found.get("options", ()))
    for group in found.get("option_groups", ()):
        options += group["options"]
    look = Look("modal", none_at_all)
    look.value(options, {"is": "list", "max": 100, "of": {"is": "object", "of": "option"}}, "/options")
    if look.messages:
        return []
    with workspace.lock:
        workspace.offered |= {option["value"]: option for option in options}
    return options


def _find(where: Where, choice: Choice) -> tuple[Block, Json]:
    for block, element in elements(where.blocks):
        if element["action_id"] == choice.action_id and choice.block_id in (None, block["block_id"]):
            return block, element
    raise LookupError(f"there is no {choice.action_id} here")


def _place(workspace: "Workspace", user_id: str, where: Where) -> Json:
    if isinstance(where, View):
        seen = view_json(workspace, where, values(where))
        return {"container": {"type": "view", "view_id": where.id}, "view": seen}
    return _message_place(workspace, user_id, where)


def _message_place(workspace: "Workspace", user_id: str, message: Message) -> Json:
    channel = workspace.channels[message.channel]
    path = workspace.response_urls.issue(user_id, channel.id, message.ts, message.thread_ts)
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    place = {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name},
        "state": {"values": values(message)},
        "response_url": workspace.url + path,
    }
    if message.only_for is None:  # Slack does not send an ephemeral's content back
        place["message"] = message_json(workspace, message)
    return place
