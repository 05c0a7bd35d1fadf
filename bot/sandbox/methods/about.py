"""Who the app is and where: api.test, auth.test, apps.connections.open, team.info, bots.info."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.register import Json, method
from bot.sandbox.shapes import bot_json

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@method("api.test")
def api_test(workspace: "Workspace", args: Json) -> Json:
    """Echo the arguments, or fail as asked."""
    if "error" in args:
        raise SlackError(args["error"], args=args)
    return {"args": args}


@method("auth.test")
def auth_test(workspace: "Workspace", args: Json) -> Json:
    """Whose token this is."""
    return {
        "url": f"{workspace.url}/",
        "team": workspace.team_name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
def open_connection(workspace: "Workspace", args: Json) -> Json:
    """A single-use WebSocket address."""
    if not workspace.app.socket_mode:
        raise SlackError("socket_mode_not_enabled")
    address = workspace.url.replace("http://", "ws://")
    return {"url": f"{address}/link?ticket={workspace.sockets.ticket()}&app_id={workspace.app_id}"}


@method("team.info")
def team_info(workspace: "Workspace", args: Json) -> Json:
    """The workspace."""
    if args.get("team", workspace.team_id) != workspace.team_id:
        raise SlackError("team_not_found")
    return {"team": {"id": workspace.team_id, "name": workspace.team_name, "domain": "sandbox"}}


@method("bots.info")
def bots_info(workspace: "Workspace", args: Json) -> Json:
    """The app's bot."""
    if args.get("bot", workspace.bot_id) != workspace.bot_id:
        raise SlackError("bot_not_found")
    return {"bot": bot_json(workspace)}
