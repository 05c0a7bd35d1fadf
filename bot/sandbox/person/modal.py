"""What a person does with a modal as a whole: submit it, or close it."""

from typing import TYPE_CHECKING, Any

from bot.sandbox import views
from bot.sandbox.errors import SlackError
from bot.sandbox.person.elements import CHOSEN, elements, values
from bot.sandbox.person.envelope import ask, interaction
from bot.sandbox.shapes import view_json
from bot.sandbox.state import Answer, View

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def submit(workspace: "Workspace", user_id: str, view: View) -> Answer:
    """Submit it; what the app answers with `response_action` is done to the stack of modals."""
    view.errors = _missing(view)
    if view.errors:
        workspace.changed()
        return Answer(error="incomplete")
    payload = interaction(workspace, "view_submission", user_id)
    payload |= {
        "trigger_id": workspace.triggers.issue(user_id, view.id),
        "view": view_json(workspace, view, values(view)),
        "response_urls": _response_urls(workspace, user_id, view),
    }
    answered = ask(workspace, "interactive", payload)
    if answered.error:
        return answered
    try:
        _follow(workspace, view, answered.ack or {})
    except SlackError as refusal:
        return Answer(error=refusal.code, ack=answered.ack)
    return answered


def close(workspace: "Workspace", user_id: str, view: View) -> Answer:
    """Close it; the app hears of it when the view asked for that."""
    with workspace.lock:
        if view.payload.get("clear_on_close"):
            views.clear(workspace, user_id)
        views.drop(workspace, view)
    if not view.payload.get("notify_on_close"):
        return Answer()
    payload = interaction(workspace, "view_closed", user_id)
    payload |= {"view": view_json(workspace, view, values(view)), "is_cleared": False}
    return ask(workspace, "interactive", payload)


def _follow(workspace: "Workspace", view: View, ack: Json) -> None:
    match ack.get("response_action"):
        case None:
            views.drop(workspace, view)
        case "clear":
            views.clear(workspace, view.user)
        case "errors":
            known = {block.get("block_id") for block in view.blocks if block["type"] == "input"}
            if not ack.get("errors") or not set(ack["errors"]) <= known:
                raise SlackError("invalid_errors")
            view.errors = dict(ack["errors"])
            workspace.changed()
        case "update":
            views.update(workspace, view, views.checked(workspace, ack.get("view"), "modal"))
        case "push":
            views.push(workspace, view, views.checked(workspace, ack.get("view"), "modal"))
        case _:
            raise SlackError("invalid_response_action")


def _missing(view: View) -> dict[str, str]:
    state = values(view)
    missing = {}
    for block, element in elements(view.blocks):
        if block["type"] == "input" and not block.get("optional") and element["type"] in CHOSEN:
            entry = state[block["block_id"]][element["action_id"]]
            if entry[CHOSEN[element["type"]]] in (None, "", []):
                missing[block["block_id"]] = "Please complete this required field."
    return missing


def _response_urls(workspace: "Workspace", user_id: str, view: View) -> list[Json]:
    state = values(view)
    found = []
    for block, element in elements(view.blocks):
        if element.get("response_url_enabled"):
            channel = state[block["block_id"]][element["action_id"]][CHOSEN[element["type"]]]
            path = workspace.response_urls.issue(user_id, channel)
            found.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": workspace.url + path,
                }
            )
    return found
