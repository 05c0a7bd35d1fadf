"""The only writer to channels: says a message, shows its picture inside, and never says anything twice."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic, sleep
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.messages import block_kit as kit
from bot.messages.message import Block, Image, Message

log = logging.getLogger(__name__)

SCAN_SECONDS = 30.0  # how long Slack may take to scan an upload before the picture goes to the thread instead
FIRST_LOOK = 0.25  # then twice as long after each look, up to
LONGEST_LOOK = 4.0


@dataclass(frozen=True)
class Posted:
    """A message that was said: its channel by id, also where it was said to a person, and its ts.

    `thread` is the ts of the message in whose thread it was said, if it was.
    """

    channel: str
    ts: str
    thread: str | None = None

    @property
    def below(self) -> str:
        """The ts of the thread for what follows it: Slack knows no threads within threads."""
        return self.thread or self.ts


def slack_client(token: str, api_url: str) -> WebClient:
    """A client that repeats a call only when Slack said that it did nothing (429).

    The SDK's default also repeats after a lost reply, and would post a message twice.
    """
    return WebClient(token, base_url=api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)])


def strict(client: WebClient) -> WebClient:
    """The same client, repeating nothing by itself: whoever uses it decides after every refusal."""
    return WebClient(client.token, base_url=client.base_url, retry_handlers=[], timeout=client.timeout)


def post(client: WebClient, channel: str, message: Message, thread: str | None = None) -> Posted:
    """Say a message in a channel, or to a person by their id, its pictures inside it.

    `thread` is the ts of the message whose thread it joins. A picture that cannot be shown inside goes to
    the thread; the message stands in any case. Raises `SlackApiError` when Slack refuses the message itself.
    """
    return post_ready(client, channel, prepare(client, message), thread)


def post_ready(client: WebClient, channel: str, ready: "Ready", thread: str | None = None) -> Posted:
    """Say a message whose pictures are uploaded, as `post` does."""
    try:
        posted = say(client, channel, ready, thread)
    except SlackApiError as error:
        if error_code(error) != "invalid_blocks" or not ready.shown:
            raise
        log.warning("Slack refused the picture: %s", _details(error))
        ready = ready.without_pictures
        posted = say(client, channel, ready, thread)
    show_below(client, posted, ready)
    return posted


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


def prepare(client: WebClient, message: Message) -> Ready:
    """Upload the pictures of a message, which nobody sees before it is said, and wait for their scan."""
    uploaded = ((image, _upload(client, image)) for image in message.images)
    return Ready(message, {image: file_id for image, file_id in uploaded if file_id})


def say(client: WebClient, channel: str, ready: Ready, thread: str | None = None) -> Posted:
    """Say a message with the pictures that are ready. Raises `SlackApiError` and `OSError` as they come."""
    answer = client.chat_postMessage(
        channel=channel,
        thread_ts=thread,
        text=ready.message.text,
        blocks=ready.blocks,
        metadata=dict(ready.metadata) if ready.metadata else None,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Posted(str(answer["channel"]), str(answer["ts"]), thread)


def show_below(client: WebClient, posted: Posted, ready: Ready) -> None:
    """Put the pictures that could not be shown inside into the thread: failing here takes nothing back."""
    for image in ready.missing:
        try:
            _send(client, image, posted)
        except (SlackApiError, OSError) as error:
            log.warning("The picture could not be put into the thread either: %s", _details(error))


def post_below(client: WebClient, posted: Posted, message: Message) -> None:
    """Say a message without pictures in the thread of another. Raises `SlackApiError` as `post` does."""
    client.chat_postMessage(
        channel=posted.channel, thread_ts=posted.below, text=message.text, blocks=message.blocks
    )


def _upload(client: WebClient, image: Image) -> str | None:
    """The id of the uploaded picture once Slack has scanned it; None if that did not come about."""
    try:
        file_id = _send(client, image)
        return file_id if _scanned(client, file_id) else None
    except (SlackApiError, OSError) as error:
        log.warning("The picture could not be uploaded: %s", _details(error))
        return None


def _send(client: WebClient, image: Image, below: Posted | None = None) -> str:
    answer = client.files_upload_v2(
        content=image.draw(),
        filename=image.name,
        title=image.name,
        alt_txt=image.alt,
        channel=below.channel if below else None,
        thread_ts=below.below if below else None,
    )
    return str(answer["files"][0]["id"])


def _scanned(client: WebClient, file_id: str, wait: Callable[[float], None] = sleep) -> bool:
    """Wait until Slack has scanned a file: it refuses a block that names it sooner."""
    pause, end = FIRST_LOOK, monotonic() + SCAN_SECONDS
    while monotonic() < end:
        found = client.files_info(file=file_id)["file"]
        if found.get("mimetype"):
            return True
        wait(pause)
        pause = min(2 * pause, LONGEST_LOOK)
    return False


def reply(url: str, message: Message) -> None:
    """Answer one person in place, seen by nobody else; without the picture, which Slack refuses there.

    Sent once and never again: a repeated call would spend another of the five that Slack allows.
    """
    answer = WebhookClient(url, retry_handlers=[]).send(
        text=message.text, blocks=message.blocks, response_type="ephemeral"
    )
    if answer.status_code != 200:
        log.warning("Slack refused a private answer: %s %s", answer.status_code, answer.body[:200])


def reply_to_all(url: str, message: Message) -> bool:
    """Answer everybody where a person chose to, also where the bot is no member; whether Slack took it.

    Without the pictures, which Slack refuses there; sent once, as `reply` is.
    """
    answer = WebhookClient(url, retry_handlers=[]).send(
        text=message.text, blocks=message.blocks, response_type="in_channel"
    )
    if answer.status_code != 200:
        log.warning("Slack refused an answer to all: %s %s", answer.status_code, answer.body[:200])
    return answer.status_code == 200


def error_code(error: Exception) -> str | None:
    """Slack's word for what it refused; None for any other error."""
    return error.response.get("error") if isinstance(error, SlackApiError) else None


def _details(error: Exception) -> str:
    """What Slack said, without the request that it said it to."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = error.response.data if isinstance(error.response.data, dict) else {}
    return json.dumps({key: data[key] for key in ("error", "needed", "response_metadata") if key in data})
