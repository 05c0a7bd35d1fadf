"""Which function draws which type: every file of a folder declares its own in `DRAWS`."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block

Drawer = Callable[[Block, Reader], Html]


@cache
def drawers(package: str) -> Mapping[str, Drawer]:
    """The drawing functions by type, of all files in a package; a new file is found by itself."""
    found: dict[str, Any] = {}
    for module in iter_modules(import_module(package).__path__, f"{package}."):
        found |= import_module(module.name).DRAWS
    return found


def unsupported(what: str, thing: Block) -> Html:
    """A box in the place of something this page cannot draw: better seen than missing."""
    return tag("div", {"class": "unsupported"}, f"Unsupported {what}: {thing.get('type', 'without a type')}")
