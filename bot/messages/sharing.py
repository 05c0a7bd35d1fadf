"""The window in which a private report is shared with a channel."""

from bot.messages import block_kit as kit
from bot.messages import modal
from bot.messages.message import Block
from bot.messages.modal import View

CALLBACK = "share"
TITLE = "Share to channel"
CHANNEL = "channel"
HINT = "Everybody in it can read the report, without the names of people unless they are public."


def sharing(channel: str, metadata: str, headline: str) -> View:
    """The window for a report; it begins with the channel where the report was asked for, if it was one."""
    picker: Block = {
        "type": "conversations_select",
        "action_id": CHANNEL,
        "placeholder": kit.plain("Choose a channel", kit.PLACEHOLDER),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel.startswith(("C", "G")):
        picker["initial_conversation"] = channel
    blocks = [kit.section(kit.escape(headline)), modal.field("Channel", picker, HINT)]
    return modal.form(CALLBACK, modal.view(TITLE, blocks), "Share", metadata)
