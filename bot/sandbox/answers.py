"""What an app answers to one act, in its acknowledgement or through a response URL."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.block_check import check_blocks
from bot.sandbox.errors import SlackError, with_messages
from bot.sandbox.images import none_at_all
from bot.sandbox.passes import ResponseUrl
from bot.sandbox.state import Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

TEXT_CHARACTERS = 4000
KNOWN = {
    "text": str,
    "blocks": list,
    "attachments": list,
    "response_type": str,
    "replace_original": bool,
    "delete_original": bool,
    "thread_ts": str,
    "mrkdwn": bool,
    "unfurl_links": bool,
    "unfurl_media": bool,
    "metadata": dict,
}


def answer(workspace: "Workspace", to: ResponseUrl, body: Json) -> Message | None:
    """Show the answer, or change or delete the message acted on. Raises SlackError for what Slack refuses."""
    _check(body)
    with workspace.lock:
        original = workspace.message(to.channel, to.message_ts) if to.message_ts else None
        if body.get("delete_original"):
            if original:
                workspace.unsay(original)
            return None
        text, blocks = body.get("text", ""), body.get("blocks", [])
        if not text and not blocks:
            raise SlackError("no_text")
        if original and body.get("replace_original"):
            workspace.rewrite(original, text, blocks)
            return original
        return workspace.say(
            Message(
                to.channel,
                workspace.next_ts(),
                workspace.bot.id,
                text,
                blocks,
                metadata=body.get("metadata"),
                thread_ts=body.get("thread_ts", to.thread_ts),
                only_for=None if body.get("response_type") == "in_channel" else to.user,
            )
        )


def _check(body: Json) -> None:
    unknown = [f"[ERROR] unknown argument: {name}" for name in body.keys() - KNOWN.keys()]
    known = body.keys() & KNOWN.keys()
    wrong = [f"[ERROR] wrong type: {name}" for name in known if type(body[name]) is not KNOWN[name]]
    if unknown or wrong:
        raise with_messages("invalid_arguments", unknown + wrong)
    if body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        raise with_messages("invalid_arguments", ["[ERROR] response_type must be ephemeral or in_channel"])
    if len(body.get("text", "")) > TEXT_CHARACTERS:
        raise SlackError("msg_too_long")
    check_blocks(body.get("blocks", []), "ephemeral", none_at_all)
