"""Writing messages: chat.postMessage, postEphemeral, update, delete, getPermalink; reactions.add."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import RateLimited, SlackError
from bot.sandbox.images import none_at_all, visible_to_bot
from bot.sandbox.methods.register import Json, joined_channel, known_channel, method, own_message
from bot.sandbox.methods.said import metadata, parent, said
from bot.sandbox.shapes import message_json
from bot.sandbox.state import Channel, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@method("chat.postMessage")
def post_message(workspace: "Workspace", args: Json) -> Json:
    """Say something in a channel, a thread, or to a person."""
    channel = _writable(workspace, args["channel"])
    words = said(workspace, args, "message", visible_to_bot(workspace))
    message = Message(
        channel.id,
        "",
        workspace.bot.id,
        words.text,
        words.blocks,
        metadata=metadata(args),
        thread_ts=parent(workspace, channel, args.get("thread_ts")),
        broadcast=args.get("reply_broadcast", False),
    )
    if seconds := workspace.rates.wait_for_post(channel.id):
        raise RateLimited(seconds)
    message.ts = workspace.next_ts()
    workspace.say(message)
    shape = message_json(workspace, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


@method("chat.postEphemeral")
def post_ephemeral(workspace: "Workspace", args: Json) -> Json:
    """Say something that one person in the channel sees."""
    channel = joined_channel(workspace, args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    words = said(workspace, args, "ephemeral", none_at_all)
    thread_ts = parent(workspace, channel, args.get("thread_ts"))
    message = Message(channel.id, workspace.next_ts(), workspace.bot.id, words.text, words.blocks)
    message.thread_ts, message.only_for = thread_ts, args["user"]
    return {"message_ts": workspace.say(message).ts}


@method("chat.update")
def update(workspace: "Workspace", args: Json) -> Json:
    """Change one's own message; text without blocks takes the blocks away, omitted metadata stays."""
    message = own_message(workspace, args, "cant_update_message")
    files = args.get("file_ids", message.files)
    if any(workspace.file(file_id) is None for file_id in files):
        raise SlackError("file_not_found")
    words = said(workspace, args, "message", visible_to_bot(workspace))
    message.metadata = metadata(args) or message.metadata
    message.files = list(files)
    workspace.rewrite(message, words.text, words.blocks)
    shape = message_json(workspace, message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shape}


@method("chat.delete")
def delete(workspace: "Workspace", args: Json) -> Json:
    """Take one's own message back."""
    message = own_message(workspace, args, "cant_delete_message")
    workspace.unsay(message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink")
def permalink(workspace: "Workspace", args: Json) -> Json:
    """The address of a message."""
    channel = known_channel(workspace, args["channel"])
    message = workspace.message(channel.id, args["message_ts"])
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    address = f"{workspace.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


@method("reactions.add")
def react(workspace: "Workspace", args: Json) -> Json:
    """Put an emoji under a message."""
    channel = known_channel(workspace, args["channel"])
    message = workspace.message(channel.id, args["timestamp"])
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    users = message.reactions.setdefault(args["name"].strip(":"), set())
    if workspace.bot.id in users:
        raise SlackError("already_reacted")
    users.add(workspace.bot.id)
    workspace.changed()
    return {}


def _writable(workspace: "Workspace", channel_id: str) -> Channel:
    """Where the bot may post: as a member, or in any public channel with chat:write.public."""
    try:
        return joined_channel(workspace, channel_id)
    except SlackError as refusal:
        if refusal.code == "not_in_channel" and "chat:write.public" in workspace.app.scopes:
            return known_channel(workspace, channel_id)
        raise
