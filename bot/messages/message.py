"""A message as the bot means it, before Slack: text, and blocks with the pictures between them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class Image:
    """A picture to be shown inside the message; drawn only when it is posted, because drawing takes time."""

    name: str  # the file name
    alt: str
    draw: Callable[[], bytes]
    content: str = ""  # the same for two that look the same; empty: nobody asks


@dataclass(frozen=True)
class Message:
    """What is said. `text` alone tells the real numbers; the body is what those see who can see it."""

    text: str
    body: tuple[Block | Image, ...]

    @property
    def blocks(self) -> list[Block]:
        """The message without its pictures."""
        return [piece for piece in self.body if not isinstance(piece, Image)]

    @property
    def images(self) -> tuple[Image, ...]:
        return tuple(piece for piece in self.body if isinstance(piece, Image))
