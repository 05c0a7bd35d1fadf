"""Puts a report where somebody wished it without typing a command: a channel, a thread, a direct message."""

from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import post
from bot.access import Admission, Visitor, admitted
from bot.desk import Desk
from bot.messages.message import Message
from bot.post import Posted
from bot.refused import error_code
from reports.errors import RequestError
from storage.engine import reading
from storage.store import Store

INVITE = "I am not in that channel. To let me in: `/invite @PlayerZero Usage`"
DELETED = "That message was deleted, so it has no thread any more."
NOT_THERE = {
    "not_in_channel": INVITE,
    "channel_not_found": INVITE,
    "is_archived": "That channel is archived, so nothing can be posted there.",
    "cannot_reply_to_message": DELETED,
    "thread_not_found": DELETED,
    "message_not_found": DELETED,
}


class NotPosted(RequestError):
    """Slack did not take a report there; the sentence says the cure."""


@dataclass(frozen=True)
class Spot:
    """Where a report goes: a channel or a person by id, and the message whose thread it joins, if any."""

    channel: str
    thread: str | None = None


def admission(desk: Desk, visitor: Visitor) -> Admission:
    """What somebody may do. Raises `Refused`, and `StoreError` without an organisation."""
    with reading(desk.engine) as connection:
        return admitted(Store(connection), desk, visitor)


def put(client: WebClient, spot: Spot, message: Message) -> Posted:
    """Say it there, its pictures inside.

    Raises `NotPosted` where a person can mend it, else `SlackApiError`.
    """
    try:
        return post.post(client, spot.channel, message, spot.thread)
    except SlackApiError as error:
        cure = NOT_THERE.get(error_code(error) or "")
        if cure is None:
            raise
        raise NotPosted(cure) from error
