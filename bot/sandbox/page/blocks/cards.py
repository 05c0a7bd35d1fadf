"""Cards, rows of cards, and containers that fold."""

from bot.sandbox.page import blocks
from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.elements import element
from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.pictures import picture, small_picture
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.texts import said
from bot.sandbox.state import Block


def _card(block: Block, reader: Reader) -> Html:
    icon, hero, actions = block.get("icon"), block.get("hero_image"), block.get("actions", ())
    titles = tag("div", None, *_lines(block, ("title", "subtitle"), reader))
    return tag(
        "div",
        {"class": "card"},
        picture(hero) if hero else None,
        tag("div", {"class": "card-top"}, small_picture(icon) if icon else None, titles),
        *_lines(block, ("body", "subtext"), reader),
        tag("div", {"class": "actions"}, *(element(one, reader) for one in actions)) if actions else None,
    )


def _lines(block: Block, keys: tuple[str, ...], reader: Reader) -> list[Html]:
    return [tag("div", {"class": f"card-{key}"}, said(block[key], reader)) for key in keys if block.get(key)]


def _carousel(block: Block, reader: Reader) -> Html:
    cards = (_card(one, reader) for one in block.get("elements", ()))
    return tag("div", {"class": "carousel", "tabindex": "0", "role": "group", "aria-label": "Cards"}, *cards)


def _container(block: Block, reader: Reader) -> Html:
    title = _title(block, reader)
    inside = tag("div", {"class": "container-inside"}, blocks.blocks_html(_children(block), reader))
    kind = {"class": f"container {block.get('width', 'standard')}"}
    if not block.get("is_collapsible"):
        return tag("section", kind, tag("div", {"class": "container-title"}, title), inside)
    return tag(
        "details",
        {**kind, "open": not block.get("default_collapsed")},
        tag("summary", {"class": "container-title"}, title),
        inside,
    )


def _title(block: Block, reader: Reader) -> Html:
    rich = block.get("rich_text_title")
    title = blocks.block_html(rich, reader) if rich else tag("strong", None, said(block.get("title"), reader))
    subtitle = said(block.get("subtitle"), reader)
    return tag("span", None, title, tag("small", None, subtitle) if subtitle else None)


def _children(block: Block) -> list[Block]:
    children: list[Block] = block.get("child_blocks") or block.get("blocks") or []
    return children


DRAWS: dict[str, Drawer] = {"card": _card, "carousel": _carousel, "container": _container}
