"""Looks in a channel whether a message with a delivery's mark is already there."""

from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.refused import error_code

EVENT = "usage_delivery"
PAGE = 200
PAGES = 25  # so many messages may have come after ours; beyond them it is not known
# Without a scope nothing can be looked for, and that will not change by itself. Not every channel that may be
# written to can be read, and a person's own id names no channel to read.
BLIND = frozenset(
    {
        "missing_scope",
        "not_allowed_token_type",
        "no_permission",
        "channel_not_found",
        "not_in_channel",
        "access_denied",
        "method_not_supported_for_channel_type",
    }
)


@dataclass(frozen=True)
class Found:
    """The message is there, with this ts."""

    ts: str


@dataclass(frozen=True)
class Absent:
    """It is surely not there."""


@dataclass(frozen=True)
class Blind:
    """It cannot be known; why."""

    reason: str


@dataclass(frozen=True)
class Later:
    """Slack did not tell this time; why."""

    reason: str


Sight = Found | Absent | Blind | Later


def metadata(mark: str) -> dict[str, object]:
    """What a message carries so that it can be found again; anybody in the channel may read it."""
    return {"event_type": EVENT, "event_payload": {"delivery": mark}}


def look(client: WebClient, channel: str, mark: str, oldest: float) -> Sight:
    """Look through a channel's messages since `oldest`, in seconds since 1970, for the one with this mark."""
    cursor = ""
    try:
        for _ in range(PAGES):
            answer = client.conversations_history(
                channel=channel,
                oldest=f"{oldest:.6f}",
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor or None,
            )
            for message in answer.get("messages") or ():
                if _marked(message, mark):
                    return Found(str(message["ts"]))
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                # A free plan hides what is old, and then says so.
                return Blind("Slack hides a part of the channel") if answer.get("is_limited") else Absent()
    except SlackApiError as error:
        code = error_code(error) or ""
        return Blind(code) if code in BLIND else Later(code[:80])
    except (OSError, HTTPException) as error:
        return Later(type(error).__name__)
    return Blind(f"more than {PAGE * PAGES:,} messages came after it")


def _marked(message: dict[str, object], mark: str) -> bool:
    found = message.get("metadata")
    if not isinstance(found, dict) or found.get("event_type") != EVENT:
        return False
    return bool((found.get("event_payload") or {}).get("delivery") == mark)
