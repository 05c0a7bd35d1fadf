"""What was said: conversations.history, conversations.replies."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.register import Json, known_channel, method, need_scope_for, one_page
from bot.sandbox.shapes import message_json
from bot.sandbox.state import Channel, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


@method("conversations.history")
def history(workspace: "Workspace", args: Json) -> Json:
    """The messages of a channel, newest first."""
    channel = _readable(workspace, args)
    return _page(workspace, workspace.messages(channel.id)[::-1], args)


@method("conversations.replies")
def replies(workspace: "Workspace", args: Json) -> Json:
    """A thread, its parent first."""
    channel = _readable(workspace, args)
    thread = workspace.thread(channel.id, args["ts"])
    if not thread:
        raise SlackError("thread_not_found")
    return _page(workspace, thread, args)


def _readable(workspace: "Workspace", args: Json) -> Channel:
    channel = known_channel(workspace, args["channel"])
    need_scope_for(workspace, channel, "history")
    if workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _page(workspace: "Workspace", messages: list[Message], args: Json) -> Json:
    page, metadata = one_page([m for m in messages if _within(m.ts, args)], args)
    with_metadata = args.get("include_all_metadata", False)
    return {
        "messages": [message_json(workspace, message, with_metadata=with_metadata) for message in page],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def _within(ts: str, args: Json) -> bool:
    try:
        oldest, latest = float(args.get("oldest", 0)), float(args.get("latest", "inf"))
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    if args.get("inclusive"):
        return oldest <= float(ts) <= latest
    return oldest < float(ts) < latest
