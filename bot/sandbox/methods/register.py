"""The register that a method's function enters by its name, and what several methods share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from bot.sandbox.checks import need_scope
from bot.sandbox.errors import SlackError
from bot.sandbox.state import Channel, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
Method = Callable[["Workspace", Json], Json]
T = TypeVar("T")

PLAYED: dict[str, Method] = {}
LIMIT = 100  # items on a page where the call names no limit


def method(name: str) -> Callable[[Method], Method]:
    """Enter a function as the Web API method `name`; it returns the answer without `ok`."""

    def enter(function: Method) -> Method:
        PLAYED[name] = function
        return function

    return enter


def known_channel(workspace: "Workspace", channel_id: str) -> Channel:
    """The channel, by id only. Raises `channel_not_found`, also for a private one that the bot is not in."""
    channel = workspace.channels.get(channel_id)
    if channel is None or (channel.is_private and workspace.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def joined_channel(workspace: "Workspace", channel_id: str) -> Channel:
    """The channel to write to; a person's id means the direct message. Raises what Slack refuses it with."""
    if channel_id in workspace.users and channel_id != workspace.bot.id:
        channel_id = workspace.direct_message(channel_id).id
    channel = known_channel(workspace, channel_id)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_im and not workspace.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    if workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def own_message(workspace: "Workspace", args: Json, refusal: str) -> Message:
    """The bot's own message at `channel` and `ts`; `refusal` is the error for anybody else's."""
    channel = known_channel(workspace, args["channel"])
    found = workspace.message(channel.id, args["ts"])
    if found is None or found.only_for:
        raise SlackError("message_not_found")
    if found.user != workspace.bot.id:
        raise SlackError(refusal)
    return found


def need_scope_for(workspace: "Workspace", channel: Channel, right: str) -> None:
    """Raise `missing_scope` unless the bot may `read` or see the `history` of this kind of conversation."""
    kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
    need_scope(workspace, [f"{kind}:{right}"])


def one_page(items: list[T], args: Json) -> tuple[list[T], Json]:
    """One page of `items` by `limit` and `cursor`, and the response_metadata that leads to the next."""
    cursor = args.get("cursor") or "next:0"
    if not cursor.removeprefix("next:").isdecimal():
        raise SlackError("invalid_cursor")
    limit = args.get("limit") or LIMIT
    if not 1 <= limit <= 1000:
        raise SlackError("invalid_limit")
    start = int(cursor.removeprefix("next:"))
    rest = start + limit < len(items)
    return items[start : start + limit], {"next_cursor": f"next:{start + limit}" if rest else ""}
