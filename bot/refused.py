"""What Slack meant when it refused something."""

import json
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

LIMITED = 429
UNNAMED = 1.0  # seconds, where Slack names none
TOO_MUCH = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_attachments"}
)


class BlocksRefused(Exception):
    """Slack did not take the blocks of an answer."""


def error_code(error: Exception) -> str | None:
    """Slack's word for what it refused; None for any other error."""
    return error.response.get("error") if isinstance(error, SlackApiError) else None


def too_much(error: Exception) -> bool:
    """Whether Slack surely said nothing, and a plainer form of the same message may be taken."""
    return isinstance(error, BlocksRefused) or error_code(error) in TOO_MUCH


def pause(error: Exception) -> float | None:
    """The seconds that Slack wants to be left alone for (429); None for any other error."""
    if not isinstance(error, SlackApiError) or error.response.status_code != LIMITED:
        return None
    return retry_after(error.response.headers)


def retry_after(headers: Mapping[str, Any]) -> float:
    """The seconds in the headers of a 429, which the SDK gives as they came, in either case."""
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    first = str(value[0] if isinstance(value, list) and value else value)
    return float(first) if first.isdecimal() else UNNAMED


def details(error: Exception) -> str:
    """What Slack said, without the request that it said it to."""
    if not isinstance(error, SlackApiError):
        return str(error) if isinstance(error, BlocksRefused) else type(error).__name__
    data = error.response.data if isinstance(error.response.data, dict) else {}
    return json.dumps({key: data[key] for key in ("error", "needed", "response_metadata") if key in data})
