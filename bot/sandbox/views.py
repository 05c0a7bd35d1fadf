"""Modals and Home tabs: opening, stacking, changing and closing them."""

from secrets import token_hex
from typing import TYPE_CHECKING, Any

from bot.sandbox.block_check import check_view
from bot.sandbox.block_check.shape import SHAPES
from bot.sandbox.errors import SlackError
from bot.sandbox.images import visible_to_bot
from bot.sandbox.state import View

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

DEEPEST: int = SHAPES["view"]["stack"]


def checked(workspace: "Workspace", payload: Any, kind: str) -> Json:
    """The view if it is a proper `kind`, its blocks named. Raises SlackError."""
    check_view(payload, kind, visible_to_bot(workspace))
    blocks = [{"block_id": token_hex(3), **block} for block in payload["blocks"]]
    return {**payload, "blocks": blocks}


def open_new(workspace: "Workspace", user_id: str, payload: Json, parent: str | None = None) -> View:
    """Show a new view to a person. Raises SlackError when its external_id is taken."""
    with workspace.lock:
        _unique(workspace, payload, None)
        view = View(workspace.next_id("V"), user_id, payload, token_hex(8), parent)
        workspace.views[view.id] = view
        workspace.changed()
    return view


def push(workspace: "Workspace", under: View, payload: Json) -> View:
    """Lay a modal onto the stack. Raises SlackError beyond three."""
    if len(workspace.modals(under.user)) >= DEEPEST:
        raise SlackError("push_limit_reached")
    return open_new(workspace, under.user, payload, under.id)


def update(workspace: "Workspace", view: View, payload: Json, known_hash: str | None = None) -> View:
    """Change a view. Raises SlackError when it changed since `known_hash`."""
    with workspace.lock:
        if known_hash and known_hash != view.hash:
            raise SlackError("hash_conflict")
        _unique(workspace, payload, view)
        view.payload, view.hash, view.errors = payload, token_hex(8), {}
        kept = {block["block_id"] for block in view.blocks}
        view.inputs = {block_id: chosen for block_id, chosen in view.inputs.items() if block_id in kept}
        workspace.changed()
    return view


def drop(workspace: "Workspace", view: View) -> None:
    """Take a view away."""
    with workspace.lock:
        workspace.views.pop(view.id, None)
        workspace.changed()


def clear(workspace: "Workspace", user_id: str) -> None:
    """Take a person's whole stack of modals away."""
    for view in workspace.modals(user_id):
        drop(workspace, view)


def _unique(workspace: "Workspace", payload: Json, itself: View | None) -> None:
    wanted = payload.get("external_id")
    others = (view for view in workspace.views.values() if view is not itself)
    if wanted and any(view.payload.get("external_id") == wanted for view in others):
        raise SlackError("duplicate_external_id")
