"""Channels and direct messages: conversations.info, open, list, members."""

from typing import TYPE_CHECKING

from bot.sandbox.checks import need_scope
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.register import Json, known_channel, method, need_scope_for, one_page
from bot.sandbox.shapes import channel_json
from bot.sandbox.state import Channel

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


@method("conversations.info")
def info(workspace: "Workspace", args: Json) -> Json:
    """One conversation."""
    channel = known_channel(workspace, args["channel"])
    need_scope_for(workspace, channel, "read")
    shape = channel_json(workspace, channel)
    if args.get("include_num_members"):
        shape["num_members"] = len(channel.members)
    return {"channel": shape}


@method("conversations.open")
def open_direct(workspace: "Workspace", args: Json) -> Json:
    """The direct message with one person."""
    if "channel" in args:
        channel = known_channel(workspace, args["channel"])
    elif "users" in args:
        channel = _direct_message(workspace, args["users"].split(","))
    else:
        raise SlackError("users_list_not_supplied")
    if not channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    need_scope(workspace, ["im:write"])
    shape = channel_json(workspace, channel) if args.get("return_im") else {"id": channel.id}
    return {"channel": shape, "no_op": True, "already_open": True}


@method("conversations.list")
def list_all(workspace: "Workspace", args: Json) -> Json:
    """The conversations that the bot can see, of the types asked for."""
    types = args.get("types", "public_channel").replace(" ", "").split(",")
    if not set(types) <= SCOPES.keys():
        raise SlackError("invalid_types")
    for kind in types:
        need_scope(workspace, [SCOPES[kind]])
    seen = [
        channel
        for channel in workspace.channels.values()
        if _kind(channel) in types
        and (workspace.bot.id in channel.members or not channel.is_private)
        and not (channel.is_archived and args.get("exclude_archived"))
    ]
    page, metadata = one_page(seen, args)
    return {"channels": [channel_json(workspace, c) for c in page], "response_metadata": metadata}


@method("conversations.members")
def members(workspace: "Workspace", args: Json) -> Json:
    """Who is in a conversation."""
    channel = known_channel(workspace, args["channel"])
    need_scope_for(workspace, channel, "read")
    page, metadata = one_page(sorted(channel.members), args)
    return {"members": page, "response_metadata": metadata}


def _kind(channel: Channel) -> str:
    return "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"


def _direct_message(workspace: "Workspace", users: list[str]) -> Channel:
    if len(users) > 1:
        need_scope(workspace, ["mpim:write"])
        raise SlackError("too_many_users")
    if users[0] not in workspace.users or users[0] == workspace.bot.id:
        raise SlackError("user_not_found")
    return workspace.direct_message(users[0])
