"""Blocks of words: header, section, context, divider, markdown, alert."""

from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.elements import element
from bot.sandbox.page.markdown import markdown
from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.pictures import small_picture
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.texts import plain, said
from bot.sandbox.state import Block

_SIGNS = {"info": "ℹ️", "warning": "⚠️", "error": "⛔", "success": "✅"}


def _header(block: Block, reader: Reader) -> Html:
    return tag("h3", None, plain(block.get("text")))


def _section(block: Block, reader: Reader) -> Html:
    words = said(block.get("text"), reader)
    fields = [tag("div", {"class": "section-field"}, said(one, reader)) for one in block.get("fields", ())]
    told = tag(
        "div",
        {"class": "section-words"},
        tag("div", None, words) if words else None,
        tag("div", {"class": "section-fields"}, *fields) if fields else None,
    )
    accessory = block.get("accessory")
    beside = tag("div", {"class": "accessory"}, _accessory(accessory, reader)) if accessory else None
    return tag("div", {"class": "section"}, told, beside)


def _accessory(thing: Block, reader: Reader) -> Html:
    return small_picture(thing) if thing.get("type") == "image" else element(thing, reader)


def _context(block: Block, reader: Reader) -> Html:
    parts = (
        small_picture(one) if one.get("type") == "image" else tag("span", None, said(one, reader))
        for one in block.get("elements", ())
    )
    return tag("div", {"class": "context"}, *parts)


def _divider(block: Block, reader: Reader) -> Html:
    return tag("hr")


def _markdown(block: Block, reader: Reader) -> Html:
    return tag("div", {"class": "markdown"}, markdown(str(block.get("text", ""))))


def _alert(block: Block, reader: Reader) -> Html:
    level = str(block.get("level", "default"))
    sign = tag("span", {"aria-hidden": "true"}, _SIGNS[level]) if level in _SIGNS else None
    role = "alert" if level == "error" else "note"
    return tag(
        "div",
        {"class": f"alert {level}", "role": role},
        sign,
        tag("div", None, said(block.get("text"), reader)),
    )


DRAWS: dict[str, Drawer] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "markdown": _markdown,
    "alert": _alert,
}
