"""A notice: what the bot tells somebody of itself, in a few sentences."""

import re

from bot.messages import block_kit as kit
from bot.messages.message import Message

_CHANNEL = re.compile(r"\bchannel ([CG][A-Z0-9]+)\b")


def notice_message(text: str) -> Message:
    """A paragraph for each line; code marks in it stay, everything else from outside is escaped.

    A channel told by its id is shown by its name, as Slack shows it to whoever may see that channel.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    body = tuple(kit.section(_named(kit.cut_escaped(line, kit.SECTION_TEXT))) for line in lines)
    return Message(_named(kit.cut_escaped("\n".join(lines), kit.TEXT)), body)


def _named(escaped: str) -> str:
    return _CHANNEL.sub(r"<#\1>", escaped)
