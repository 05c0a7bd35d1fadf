"""The image block."""

from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.markup import Html
from bot.sandbox.page.pictures import picture
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block


def _image(block: Block, reader: Reader) -> Html:
    return picture(block)


DRAWS: dict[str, Drawer] = {"image": _image}
