"""Slack's text objects as HTML."""

from typing import Any

from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markup import Html, tag, text
from bot.sandbox.page.mrkdwn import mrkdwn
from bot.sandbox.page.reader import Reader

TextObject = dict[str, Any]


def said(thing: TextObject | None, reader: Reader) -> Html:
    """What a text object says: mrkdwn with its marks, plain text as it stands; nothing for None."""
    if not thing:
        return Html("")
    if thing.get("type") == "mrkdwn":
        return mrkdwn(str(thing.get("text", "")), reader)
    lines = [text(line) for line in plain(thing).split("\n")]
    return Html(tag("br").join(lines))


def plain(thing: TextObject | None) -> str:
    """The words of a text object without marks, for labels and attributes."""
    return emoji(str((thing or {}).get("text", "")))


def cut(words: str, length: int) -> str:
    """The words, or their beginning and an ellipsis."""
    return words if len(words) <= length else words[: length - 1] + "…"
