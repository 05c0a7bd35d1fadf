"""Blocks as Slack draws them: one file per family, each declaring which types it draws."""

from collections.abc import Iterable

from bot.sandbox.page.drawing import Drawer, drawers, unsupported
from bot.sandbox.page.markup import Html, joined, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block


def blocks_html(blocks: Iterable[Block], reader: Reader) -> Html:
    """The blocks of a message, a view or a container, one under the other."""
    return joined(block_html(block, reader) for block in blocks)


def block_html(block: Block, reader: Reader) -> Html:
    """One block, or a visible box that says that its type is not known here."""
    draw: Drawer | None = drawers(__name__).get(str(block.get("type")))
    kind = f"block block-{block['type']}" if draw else "block"
    shown = draw(block, reader) if draw else unsupported("block", block)
    return tag("div", {"class": kind, "data-block-id": block.get("block_id")}, shown)
