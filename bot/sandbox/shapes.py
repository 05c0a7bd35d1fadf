"""What the workspace holds, as the JSON that Slack answers with."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from bot.sandbox.state import Channel, File, Message, User, View

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

MIMETYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".csv": "text/csv",
    ".json": "application/json",
    ".txt": "text/plain",
    ".zip": "application/zip",
}


def mimetype(file: File) -> str:
    """What Slack takes a file for, by its name."""
    return MIMETYPES.get(PurePath(file.name).suffix.lower(), "application/octet-stream")


def user_json(workspace: "Workspace", user: User) -> Json:
    """A user object."""
    team = user.team or workspace.team_id
    shown = {"real_name": user.real_name, "display_name": user.name, "team": team}
    return {
        "id": user.id,
        "team_id": team,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.zone,
        "profile": shown,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": False,
        "is_stranger": team != workspace.team_id,
    }


def channel_json(workspace: "Workspace", channel: Channel) -> Json:
    """A conversation object, as the bot sees it."""
    shape: Json = {
        "id": channel.id,
        "created": 1_700_000_000,
        "is_im": channel.is_im,
        "is_channel": not channel.is_im,
        "is_archived": channel.is_archived,
        "is_private": channel.is_private,
    }
    if channel.is_im:
        person = next(iter(channel.members - {workspace.bot.id}))
        return shape | {"user": person, "is_open": True}
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": workspace.bot.id in channel.members,
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "creator": "U017",
    }


def file_json(workspace: "Workspace", file: File) -> Json:
    """A file object: no mimetype before Slack has scanned it."""
    scanned = workspace.scanned(file)
    shape: Json = {
        "id": file.id,
        "created": int(file.created),
        "timestamp": int(file.created),
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype(file) if scanned else "",
        "filetype": PurePath(file.name).suffix.lstrip(".") if scanned else "",
        "user": file.user,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(file.shares),
        "url_private": f"{workspace.url}/files/{file.id}/{file.name}",
        "url_private_download": f"{workspace.url}/files/{file.id}/download/{file.name}",
        "permalink": f"{workspace.url}/files/{file.id}",
    }
    shared: Json = {}
    for channel, ts in file.shares:
        kind = "private" if workspace.channels[channel].is_private else "public"
        shared.setdefault(kind, {}).setdefault(channel, []).append({"ts": ts})
    return shape | {
        "shares": shared,
        "channels": [channel for channel, _ in file.shares],
        **({"alt_txt": file.alt_txt} if file.alt_txt else {}),
    }


def message_json(workspace: "Workspace", message: Message, *, with_metadata: bool = False) -> Json:
    """A message object."""
    shape: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team_id,
    }
    if message.user == workspace.bot.id:
        shape |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id, "bot_profile": bot_json(workspace)}
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.files:
        shape["files"] = [file_json(workspace, workspace.files[file_id]) for file_id in message.files]
    if message.edited:
        shape["edited"] = {"user": message.user, "ts": message.ts}
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": sorted(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if message.metadata is not None and with_metadata:
        shape["metadata"] = message.metadata
    return shape | _thread_fields(workspace, message)


def _thread_fields(workspace: "Workspace", message: Message) -> Json:
    if message.thread_ts:
        return {"thread_ts": message.thread_ts}
    replies = workspace.thread(message.channel, message.ts)[1:]
    return {"thread_ts": message.ts, "reply_count": len(replies)} if replies else {}


def bot_json(workspace: "Workspace") -> Json:
    """A bot object."""
    return {
        "id": workspace.bot_id,
        "app_id": workspace.app_id,
        "user_id": workspace.bot.id,
        "name": workspace.app.display_name,
        "team_id": workspace.team_id,
        "deleted": False,
    }


def view_json(workspace: "Workspace", view: View, values: Json | None = None) -> Json:
    """A view object; `values` is the state of its inputs."""
    payload = {"private_metadata": "", "callback_id": "", "external_id": "", **view.payload}
    return payload | {
        "id": view.id,
        "team_id": workspace.team_id,
        "app_id": workspace.app_id,
        "bot_id": workspace.bot_id,
        "hash": view.hash,
        "root_view_id": workspace.root_view(view).id,
        "previous_view_id": view.parent,
        "state": {"values": values or {}},
    }
