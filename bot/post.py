"""The only writer to channels: says a message, shows its picture inside, and never says anything twice."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic, sleep

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
    """A message that was said: its channel by id, also where it was said to a person, and its ts."""

    channel: str
    ts: str


def slack_client(token: str, api_url: str) -> WebClient:
    """A client that repeats a call only when Slack said that it did nothing (429).

    The SDK's default also repeats after a lost reply, and would post a message twice.
    """
    return WebClient(token, base_url=api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)])


def post(client: WebClient, channel: str, message: Message) -> Posted:
    """Say a message in a channel, or to a person by their id, its pictures inside it.

    A picture that cannot be shown inside goes to the thread; the message stands in any case. Raises
    `SlackApiError` when Slack refuses the message itself.
    """
    shown = {image: _upload(client, image) for image in message.images}
    try:
        posted = _say(client, channel, message.text, _with_pictures(message, shown))
        missing = [image for image, file_id in shown.items() if file_id is None]
    except SlackApiError as error:
        if error_code(error) != "invalid_blocks" or not any(shown.values()):
            raise
        log.warning("Slack refused the picture: %s", _details(error))
        posted = _say(client, channel, message.text, message.blocks)
        missing = list(shown)
    for image in missing:
        _show_below(client, posted, image)
    return posted


def post_below(client: WebClient, posted: Posted, message: Message) -> None:
    """Say a message without pictures in the thread of another. Raises `SlackApiError` as `post` does."""
    client.chat_postMessage(
        channel=posted.channel, thread_ts=posted.ts, text=message.text, blocks=message.blocks
    )


def _with_pictures(message: Message, shown: Mapping[Image, str | None]) -> list[Block]:
    """The blocks of a message with its uploaded pictures in their places."""
    blocks: list[Block] = []
    for piece in message.body:
        if not isinstance(piece, Image):
            blocks.append(piece)
        elif file_id := shown[piece]:
            blocks.append(kit.image(file_id, piece.alt))
    return blocks


def _say(client: WebClient, channel: str, text: str, blocks: list[Block]) -> Posted:
    answer = client.chat_postMessage(
        channel=channel, text=text, blocks=blocks, unfurl_links=False, unfurl_media=False
    )
    return Posted(str(answer["channel"]), str(answer["ts"]))


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
        thread_ts=below.ts if below else None,
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


def _show_below(client: WebClient, posted: Posted, image: Image) -> None:
    """Put a picture into the thread of a message that is already said: failing here takes nothing back."""
    try:
        _send(client, image, posted)
    except (SlackApiError, OSError) as error:
        log.warning("The picture could not be put into the thread either: %s", _details(error))


def reply(url: str, message: Message) -> None:
    """Answer one person in place, seen by nobody else; without the picture, which Slack refuses there.

    Sent once and never again: a repeated call would spend another of the five that Slack allows.
    """
    answer = WebhookClient(url, retry_handlers=[]).send(
        text=message.text, blocks=message.blocks, response_type="ephemeral"
    )
    if answer.status_code != 200:
        log.warning("Slack refused a private answer: %s %s", answer.status_code, answer.body[:200])


def error_code(error: Exception) -> str | None:
    """Slack's word for what it refused; None for any other error."""
    return error.response.get("error") if isinstance(error, SlackApiError) else None


def _details(error: Exception) -> str:
    """What Slack said, without the request that it said it to."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = error.response.data if isinstance(error.response.data, dict) else {}
    return json.dumps({key: data[key] for key in ("error", "needed", "response_metadata") if key in data})
