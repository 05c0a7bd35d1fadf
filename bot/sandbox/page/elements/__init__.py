"""What a person can press, choose or fill in: one file per family, each declaring what it draws."""

from bot.sandbox.page.drawing import Drawer, drawers, unsupported
from bot.sandbox.page.markup import Html
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block


def element(thing: Block, reader: Reader) -> Html:
    """One interactive element, or a visible box that says that its type is not known here."""
    draw: Drawer | None = drawers(__name__).get(str(thing.get("type")))
    return draw(thing, reader) if draw else unsupported("element", thing)
