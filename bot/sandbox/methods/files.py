"""Uploaded files: files.info, files.delete."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.register import Json, method
from bot.sandbox.shapes import file_json
from bot.sandbox.state import File

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@method("files.info")
def info(workspace: "Workspace", args: Json) -> Json:
    """One file."""
    shape = file_json(workspace, _finished(workspace, args["file"]))
    return {"file": shape, "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete")
def delete(workspace: "Workspace", args: Json) -> Json:
    """Delete one's own file."""
    file = _finished(workspace, args["file"])
    if file.user != workspace.bot.id:
        raise SlackError("cant_delete_file")
    file.deleted = True
    workspace.changed()
    return {}


def _finished(workspace: "Workspace", file_id: str) -> File:
    file = workspace.files.get(file_id)
    if file is None or not file.completed:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file
