"""Whether an image block may name a file."""

import re
from typing import TYPE_CHECKING, Any

from bot.sandbox.block_check.shape import SlackFileCheck
from bot.sandbox.shapes import mimetype
from bot.sandbox.state import File

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

PICTURES = ("image/png", "image/jpeg", "image/gif")
INVALID = "invalid slack file"


def visible_to_bot(workspace: "Workspace") -> SlackFileCheck:
    """Takes pictures that were completed and scanned; the bot sees every file it uploaded."""

    def check(named: dict[str, Any]) -> str | None:
        if "id" in named and not re.match(r"^F[A-Z0-9]{8,}$", str(named["id"])):
            return "does not match the format of a file id"
        file = _named(workspace, named)
        usable = file is not None and workspace.scanned(file) and mimetype(file) in PICTURES
        return None if usable else INVALID

    return check


def none_at_all(_named: dict[str, Any]) -> str | None:
    """Refuses every file: an ephemeral message or a response URL shows none."""
    return INVALID


def _named(workspace: "Workspace", named: dict[str, Any]) -> File | None:
    if "id" in named:
        return workspace.file(str(named["id"]))
    found = re.search(r"/files/(F[A-Z0-9]+)", str(named["url"]))
    return workspace.file(found[1]) if found else None
