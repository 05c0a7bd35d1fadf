"""A single sentence as a message, or beside another one."""

from bot.messages import block_kit as kit
from bot.messages.message import Message


def sentence_message(text: str) -> Message:
    """One sentence; code marks in it stay, everything else from outside is escaped."""
    escaped = kit.cut_escaped(text, kit.SECTION_TEXT)
    return Message(escaped, (kit.section(escaped),))


def with_sentence(message: Message, text: str) -> Message:
    """A message with a sentence under it."""
    escaped = kit.escape(text)
    return Message(kit.cut(f"{message.text}\n{escaped}", kit.TEXT), (*message.body, kit.context([escaped])))
