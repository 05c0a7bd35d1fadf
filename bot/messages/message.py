"""A message as the bot means it, before Slack: text, and blocks with the pictures between them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from reports.report import Chart

Block = dict[str, Any]
Draw = Callable[[Chart, str], bytes]  # the PNG of a chart under a caption


def drawn_here(chart: Chart, caption: str) -> bytes:
    """Draw in this thread, while whoever asks waits."""
    from reports.formats.png import png  # matplotlib takes a second to load, and not every process draws

    return png(chart, caption)


@dataclass(frozen=True)
class Image:
    """A picture to be shown inside the message; drawn only when it is posted, because drawing takes time."""

    name: str  # the file name
    alt: str
    chart: Chart
    caption: str
    by: Draw = field(default=drawn_here, compare=False)

    def draw(self) -> bytes:
        """The PNG. Raises `OSError` when whoever draws it cannot."""
        return self.by(self.chart, self.caption)

    @cached_property
    def content(self) -> str:
        """The same for two that look the same."""
        return sha256(f"{self.chart!r} {self.caption}".encode()).hexdigest()


@dataclass(frozen=True)
class Message:
    """What is said. `text` alone tells the real numbers; the body is what those see who can see it."""

    text: str
    body: tuple[Block | Image, ...]

    @property
    def blocks(self) -> list[Block]:
        """The message without its pictures."""
        return [piece for piece in self.body if not isinstance(piece, Image)]

    def drawn_by(self, draw: Draw) -> "Message":
        """The same message, its pictures drawn by somebody else."""
        body = (replace(each, by=draw) if isinstance(each, Image) else each for each in self.body)
        return replace(self, body=tuple(body))

    @property
    def images(self) -> tuple[Image, ...]:
        return tuple(piece for piece in self.body if isinstance(piece, Image))
