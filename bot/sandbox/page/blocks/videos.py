"""The video block: what it is called and where it is, for this page plays nothing from elsewhere."""

from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.markup import Html, link, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.texts import plain, said
from bot.sandbox.state import Block


def _video(block: Block, reader: Reader) -> Html:
    title = plain(block.get("title"))
    small = " • ".join(str(block[key]) for key in ("author_name", "provider_name") if block.get(key))
    alt = str(block.get("alt_text", ""))
    return tag(
        "div",
        {"class": "card video"},
        tag("div", {"class": "card-title"}, link(str(block.get("title_url") or ""), title)),
        tag("div", {"class": "card-subtitle"}, small) if small else None,
        tag("div", {"class": "card-body"}, said(block.get("description"), reader)),
        tag("div", {"class": "unsupported"}, f"Video from another address, not loaded here: {alt}"),
    )


DRAWS: dict[str, Drawer] = {"video": _video}
