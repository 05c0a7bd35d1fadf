"""Modals and Home tabs: views.open, update, push, publish."""

from typing import TYPE_CHECKING

from bot.sandbox import views
from bot.sandbox.errors import SlackError, with_messages
from bot.sandbox.methods.register import Json, method
from bot.sandbox.shapes import view_json
from bot.sandbox.state import View

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@method("views.open")
def open_modal(workspace: "Workspace", args: Json) -> Json:
    """Open a modal before the person who pressed."""
    payload = views.checked(workspace, args["view"], "modal")
    user, _ = workspace.triggers.exchange(_trigger(args))
    views.clear(workspace, user)
    return {"view": view_json(workspace, views.open_new(workspace, user, payload))}


@method("views.push")
def push_modal(workspace: "Workspace", args: Json) -> Json:
    """Lay a modal onto the one that was pressed in."""
    payload = views.checked(workspace, args["view"], "modal")
    _, under = workspace.triggers.exchange(_trigger(args))
    if under is None or under not in workspace.views:
        raise SlackError("not_found")
    return {"view": view_json(workspace, views.push(workspace, workspace.views[under], payload))}


@method("views.update")
def update(workspace: "Workspace", args: Json) -> Json:
    """Change a view by its id or external id."""
    view = _named(workspace, args)
    payload = views.checked(workspace, args["view"], view.payload["type"])
    return {"view": view_json(workspace, views.update(workspace, view, payload, args.get("hash")))}


@method("views.publish")
def publish(workspace: "Workspace", args: Json) -> Json:
    """Show a person their Home tab."""
    if not workspace.app.home_tab:
        raise SlackError("not_enabled")
    if args["user_id"] not in workspace.users:
        raise with_messages("invalid_arguments", ["[ERROR] user not found [json-pointer:/user_id]"])
    payload = views.checked(workspace, args["view"], "home")
    shown = workspace.home(args["user_id"])
    if shown is None:
        return {"view": view_json(workspace, views.open_new(workspace, args["user_id"], payload))}
    return {"view": view_json(workspace, views.update(workspace, shown, payload, args.get("hash")))}


def _trigger(args: Json) -> str:
    if "trigger_id" not in args:
        why = "[ERROR] missing required field: trigger_id [json-pointer:/trigger_id]"
        raise with_messages("invalid_arguments", [why])
    return str(args["trigger_id"])


def _named(workspace: "Workspace", args: Json) -> View:
    for view in workspace.views.values():
        if view.id == args.get("view_id") or (
            "external_id" in args and view.payload.get("external_id") == args["external_id"]
        ):
            return view
    raise SlackError("not_found")
