"""The checks on what a message says: text, blocks and metadata."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.answers import TEXT_CHARACTERS
from bot.sandbox.block_check import Surface, check_blocks
from bot.sandbox.block_check.shape import SlackFileCheck
from bot.sandbox.checks import need_scope
from bot.sandbox.errors import SlackError, with_messages
from bot.sandbox.methods.register import Json
from bot.sandbox.state import Block, Channel

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

MARKDOWN_CHARACTERS = 12_000
METADATA_BYTES = 2_000


@dataclass(frozen=True)
class Said:
    """A message's text and blocks, as Slack would take them."""

    text: str
    blocks: list[Block]


def said(workspace: "Workspace", args: Json, surface: Surface, slack_file: SlackFileCheck) -> Said:
    """What these arguments say. Raises SlackError for what Slack refuses."""
    _check_author(workspace, args)
    if args.get("attachments"):
        why = "[ERROR] this sandbox plays no attachments: use blocks [json-pointer:/attachments]"
        raise with_messages("invalid_attachments", [why])
    text, blocks = args.get("text", ""), args.get("blocks", [])
    if "markdown_text" in args:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(args["markdown_text"]) > MARKDOWN_CHARACTERS:
            raise SlackError("msg_too_long")
        return Said(args["markdown_text"], [])
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    if len(text) > TEXT_CHARACTERS:
        raise SlackError("msg_too_long")
    check_blocks(blocks, surface, slack_file)
    return Said(text, blocks)


def metadata(args: Json) -> dict[str, Any] | None:
    """The message metadata. Raises SlackError when it has another form, or nests, or is too large."""
    found: dict[str, Any] | None = args.get("metadata")
    if found is None:
        return None
    if set(found) != {"event_type", "event_payload"} or not isinstance(found["event_type"], str):
        raise SlackError("invalid_metadata_format")
    payload = found["event_payload"]
    if not isinstance(payload, dict) or not all(_flat(value) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(found, ensure_ascii=False).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return found


def parent(workspace: "Workspace", channel: Channel, thread_ts: str | None) -> str | None:
    """The ts to reply to. Raises SlackError unless it is that of a message in the channel, not of a reply."""
    if thread_ts is None:
        return None
    found = workspace.message(channel.id, thread_ts)
    if found is None or found.only_for or found.thread_ts:
        raise SlackError("cannot_reply_to_message")
    return thread_ts


def _check_author(workspace: "Workspace", args: Json) -> None:
    if args.get("as_user"):
        raise SlackError("as_user_not_supported")
    if args.keys() & {"username", "icon_emoji", "icon_url"}:
        need_scope(workspace, ["chat:write.customize"])


def _flat(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return not any(isinstance(item, dict | list) for item in inner)
