"""A notice: what the bot tells somebody of itself, in a few sentences."""

from bot.messages import block_kit as kit
from bot.messages.message import Message


def notice_message(text: str) -> Message:
    """A paragraph for each line; code marks in it stay, everything else from outside is escaped."""
    lines = [line for line in text.splitlines() if line.strip()]
    body = tuple(kit.section(kit.cut_escaped(line, kit.SECTION_TEXT)) for line in lines)
    return Message(kit.cut_escaped("\n".join(lines), kit.TEXT), body)
