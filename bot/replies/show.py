"""Shows a changed message in its old place: its words and table at once, its pictures once Slack has them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot import post
from bot.messages import block_kit as kit
from bot.messages.message import Block, Message
from bot.post import Posted, Ready, error_code
from bot.replies.pictures import Pictures
from reports.errors import RequestError

log = logging.getLogger(__name__)

DATA = frozenset({"data_visualization", "data_table", "table"})
GONE = {
    "message_not_found": "That report was deleted. Ask anew, for example: `/usage questions last-30d`",
    "cant_update_message": "I may not change that message. Ask anew: `/usage questions last-30d`",
    "edit_window_closed": "That report is too old to be changed. Ask anew: `/usage questions last-30d`",
    "channel_not_found": "That channel is gone. Ask in another one: `/usage questions last-30d`",
    "not_in_channel": "I am not in that channel any more. To let me in: `/invite @PlayerZero Usage`",
    "is_archived": "That channel is archived, so nothing can be changed there.",
}


@dataclass(frozen=True)
class Hand:
    """What shows a change: the client, the pictures that are known, and whether the change still counts."""

    client: WebClient
    pictures: Pictures
    counts: Callable[[], bool]


def say(client: WebClient, pictures: Pictures, channel: str, message: Message) -> Posted:
    """Say a message as `post` does, and remember its pictures. Raises `SlackApiError` as `post` does."""
    ready = post.prepare(client, message)
    pictures.keep(ready.shown)
    return post.post_ready(client, channel, ready)


def change(hand: Hand, place: Posted, message: Message) -> None:
    """Show another message in the place of one, unless a later change has overtaken it.

    Pictures that are not known yet follow as soon as Slack has scanned them. Raises `RequestError` when the
    message cannot be changed any more, in a sentence, else `SlackApiError`.
    """
    ready = Ready(message, hand.pictures.known(message))
    if not _update(hand, place, ready) or not ready.missing:
        return
    complete = post.prepare(hand.client, replace(message, body=tuple(ready.missing)))
    hand.pictures.keep(complete.shown)
    if complete.shown:
        _update(hand, place, replace(ready, shown={**ready.shown, **complete.shown}))


def _update(hand: Hand, place: Posted, ready: Ready) -> bool:
    """Change a message if that still counts, without its pictures where Slack refuses them."""
    try:
        return _call(hand, place, ready)
    except SlackApiError as error:
        code = error_code(error) or ""
        if code in GONE:
            raise RequestError(GONE[code]) from error
        if code != "invalid_blocks" or not ready.shown:
            raise
    hand.pictures.drop(ready.shown)
    return _call(hand, place, ready.without_pictures)


def _call(hand: Hand, place: Posted, ready: Ready) -> bool:
    with _LOCKS[hash(place) % len(_LOCKS)]:
        if not hand.counts():
            return False
        hand.client.chat_update(
            channel=place.channel, ts=place.ts, text=ready.message.text, blocks=ready.blocks
        )
        return True


# Between the look whether a change still counts and the change itself no other may slip in.
_LOCKS = tuple(Lock() for _ in range(64))


def whisper(url: str, message: Message, replace_original: bool = False) -> None:
    """Answer one person in place, seen by nobody else; in words alone, once, if Slack refuses its data."""
    answer = _send(url, message.text, message.blocks, replace_original)
    if "invalid_blocks" in answer:
        log.warning("Slack refused a chart or a table, so its words are sent: %s", answer)
        _send(url, message.text, _in_words(message), replace_original)


def _in_words(message: Message) -> list[Block]:
    """The blocks with their charts and tables told in words."""
    at = next((at for at, block in enumerate(message.blocks) if block["type"] in DATA), 0)
    blocks = [block for block in message.blocks if block["type"] not in DATA]
    return [*blocks[:at], kit.section(message.text), *blocks[at:]]


def _send(url: str, text: str, blocks: list[Block], replace_original: bool) -> str:
    """Send once and never again: a repeated call would spend another of the five that Slack allows."""
    answer = WebhookClient(url, retry_handlers=[]).send(
        text=text, blocks=blocks, response_type="ephemeral", replace_original=replace_original
    )
    if answer.status_code == 200:
        return ""
    log.warning("Slack refused a private answer: %s %s", answer.status_code, answer.body[:200])
    return str(answer.body)
