"""Shows a changed message in its old place: its words and table at once, its pictures once Slack has them."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from threading import Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import post
from bot.messages.message import Image, Message
from bot.post import Posted
from bot.ready import Ready, fitting
from bot.refused import error_code, pause
from bot.replies.pictures import Pictures
from bot.uploads import upload
from reports.errors import RequestError

log = logging.getLogger(__name__)

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
    """What shows a change.

    `wanted` says whether the change still counts, `undisturbed` sees to it that it does for a while; `later`
    does something after so many seconds, without a worker that waits for it.
    """

    client: WebClient
    pictures: Pictures
    wanted: Callable[[], bool]
    undisturbed: Callable[[], AbstractContextManager[bool]]
    later: Callable[[float, Callable[[], None]], None]


def say(client: WebClient, pictures: Pictures, channel: str, message: Message) -> Posted:
    """Say a message as `post` does, and remember its pictures. Raises `SlackApiError` as `post` does."""
    ready = post.prepare(client, message)
    pictures.keep(ready.shown)
    return post.post_ready(client, channel, ready)


def change(hand: Hand, place: Posted, message: Message) -> None:
    """Show another message in the place of one, unless a later change has overtaken it.

    Pictures that are not known yet follow as soon as Slack has scanned them. Where Slack wants a pause, the
    change is made after it. Raises `RequestError` when the message cannot be changed any more, in a sentence,
    else `SlackApiError`.
    """
    try:
        _change(hand, place, Ready(message, hand.pictures.known(message)))
    except SlackApiError as error:
        seconds = pause(error)
        if seconds is None:
            raise
        log.info("Slack takes no more changes for %.0f s", seconds)
        hand.later(seconds, lambda: change(hand, place, message))


def _change(hand: Hand, place: Posted, ready: Ready) -> None:
    form = _update(hand, place, ready)
    if form is None or not ready.missing:
        return
    shown: dict[Image, str] = {}
    for image in form.missing:
        if file_id := upload(hand.client, image, hand.wanted):
            shown[image] = file_id
    hand.pictures.keep(shown)
    if shown:
        _update(hand, place, replace(form, shown={**form.shown, **shown}))


def _update(hand: Hand, place: Posted, ready: Ready) -> Ready | None:
    """Change a message to the fullest form that Slack takes; that form, None if the change counts no more."""
    client = post.strict(hand.client)

    def call(form: Ready) -> None:
        client.chat_update(channel=place.channel, ts=place.ts, text=form.message.text, blocks=form.blocks)

    try:
        with _LOCKS[hash((place.channel, place.ts)) % len(_LOCKS)], hand.undisturbed() as counts:
            if not counts:
                return None
            _, form = fitting(ready, call)
    except SlackApiError as error:
        code = error_code(error) or ""
        if code in GONE:
            raise RequestError(GONE[code]) from error
        raise
    if not form.shown:
        hand.pictures.drop(ready.shown)
    return form


# Between the look whether a change still counts and the change itself no other may slip in.
_LOCKS = tuple(Lock() for _ in range(64))
