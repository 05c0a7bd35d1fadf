"""A message as the bot means it, before Slack: text, blocks, and the pictures that belong inside."""

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


@dataclass(frozen=True)
class Message:
    """What is said. `text` alone tells the real numbers; blocks are split where the picture belongs."""

    text: str
    above: tuple[Block, ...] = ()
    image: Image | None = None
    below: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The message without its picture."""
        return self.above + self.below
