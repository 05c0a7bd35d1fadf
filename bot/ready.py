"""A message that can be said, and its plainer forms for where Slack refuses its blocks."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot.messages import block_kit as kit
from bot.messages.message import Block, Image, Message
from bot.refused import BlocksRefused, details, too_much

log = logging.getLogger(__name__)

T = TypeVar("T")

DATA = frozenset({"data_visualization", "data_table", "table"})


@dataclass(frozen=True)
class Ready:
    """A message that can be said: its pictures that Slack has scanned are `shown` in its blocks."""

    message: Message
    shown: Mapping[Image, str]  # file ids
    metadata: Mapping[str, Any] | None = None

    @property
    def blocks(self) -> list[Block]:
        """The blocks with the uploaded pictures in their places."""
        blocks: list[Block] = []
        for piece in self.message.body:
            if not isinstance(piece, Image):
                blocks.append(piece)
            elif file_id := self.shown.get(piece):
                blocks.append(kit.image(file_id, piece.alt))
        return blocks

    @property
    def missing(self) -> list[Image]:
        """The pictures that are not shown inside."""
        return [image for image in self.message.images if image not in self.shown]

    @property
    def without_pictures(self) -> "Ready":
        """The same with every picture missing."""
        return replace(self, shown={})


def forms(ready: Ready) -> Iterator[Ready]:
    """The message, and what is left of it where Slack refuses its blocks: in the end its text alone."""
    yield ready
    plain = ready.without_pictures
    if ready.shown:
        yield plain
    words = in_words(ready.message)
    if words != ready.message:
        yield replace(plain, message=words)
    yield replace(plain, message=Message(ready.message.text, ()))


def in_words(message: Message) -> Message:
    """The same with its charts and tables told by its text."""
    at = next((at for at, piece in enumerate(message.body) if _is_data(piece)), None)
    if at is None:
        return message
    rest = tuple(piece for piece in message.body[at:] if not _is_data(piece))
    return replace(message, body=(*message.body[:at], kit.section(message.text), *rest))


def _is_data(piece: Block | Image) -> bool:
    return not isinstance(piece, Image) and piece["type"] in DATA


def fitting(ready: Ready, send: Callable[[Ready], T]) -> tuple[T, Ready]:
    """What came of sending a message in the fullest form that Slack takes, and that form.

    Raises whatever `send` raises, but for refusals of the blocks, of which only the last form's is raised.
    """
    *fuller, plainest = forms(ready)
    for form in fuller:
        try:
            return send(form), form
        except (SlackApiError, BlocksRefused) as error:
            if not too_much(error):
                raise
            log.warning("Slack refused the blocks of a message: %s", details(error))
    return send(plainest), plainest
