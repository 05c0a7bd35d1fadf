"""The people of the workspace: users.info, users.list, usergroups.users.list."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.register import Json, method, one_page
from bot.sandbox.shapes import user_json

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@method("users.info")
def users_info(workspace: "Workspace", args: Json) -> Json:
    """One user."""
    user = workspace.users.get(args["user"])
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user_json(workspace, user)}


@method("users.list")
def users_list(workspace: "Workspace", args: Json) -> Json:
    """All users, the bot included."""
    page, metadata = one_page(list(workspace.users.values()), args)
    return {"members": [user_json(workspace, user) for user in page], "response_metadata": metadata}


@method("usergroups.users.list")
def group_members(workspace: "Workspace", args: Json) -> Json:
    """Who is in a user group."""
    members = workspace.groups.get(args["usergroup"])
    if members is None:
        raise SlackError("no_such_subteam")
    return {"users": sorted(members)}
