"""What it means that Slack did not take a message: try later, look first, or a person must act."""

import re
from dataclasses import dataclass
from http.client import HTTPException
from socket import gaierror
from ssl import SSLCertVerificationError
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

RETRY_AFTER = 30.0  # seconds, where Slack names none
UNREACHED = 15.0  # seconds until a Slack that was not reached is tried again

BUSY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout"})
# Slack says of these that part of the call may have taken effect.
HALF_DONE = frozenset({"internal_error", "fatal_error", "service_unavailable", "team_added_to_org"})
DEAD_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "accesslimited"}
)
TOO_MUCH = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_attachments"}
)
INVITE = "invite me there: `/invite @PlayerZero Usage`"
CURES = {
    "not_in_channel": f"I am not in that channel. Please {INVITE}",
    "channel_not_found": f"I cannot find that channel. If it is private, {INVITE}",
    "is_archived": "That channel is archived. Unarchive it, or subscribe in another one",
    "missing_scope": "My app lacks a permission. Reinstall it with the scopes of its manifest.yml",
    "messages_tab_disabled": "My messages tab is off. Switch it on in the app's manifest (App Home)",
    "restricted_action": "Posting in that channel is restricted. Ask its owner to let me post",
    "ekm_access_denied": "An administrator has suspended posting in that channel. Ask them",
    "posting_to_general_channel_denied": "Only some may post in that channel. Ask an administrator to let me",
}
_CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Wait:
    """Surely not said; it may be tried again after so many seconds. `token`: Slack refuses the token."""

    seconds: float
    reason: str
    token: bool = False


@dataclass(frozen=True)
class Unclear:
    """It may have been said, or may still be."""

    reason: str


@dataclass(frozen=True)
class Fixable:
    """Surely not said, until a person does what the cure says."""

    reason: str
    cure: str


@dataclass(frozen=True)
class TooMuch:
    """Surely not said; a plainer form of the same message may be taken."""

    reason: str


@dataclass(frozen=True)
class Permanent:
    """Surely not said, and trying again would change nothing."""

    reason: str


Refusal = Wait | Unclear | Fixable | TooMuch | Permanent


def refusal(error: Exception, dead_token: float) -> Refusal:
    """Sort what came instead of an answer; with a dead token wait `dead_token` seconds.

    Whatever is not known for sure to have happened before the message was taken is unclear.
    """
    if isinstance(error, SlackApiError):
        return _answered(error, dead_token)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ConnectionRefusedError | gaierror | SSLCertVerificationError):
        return Wait(UNREACHED, f"Slack was not reached ({type(cause).__name__})")
    kind = type(cause).__name__ if isinstance(cause, OSError | HTTPException) else type(error).__name__
    return Unclear(f"Slack did not answer ({kind})")


def _answered(error: SlackApiError, dead_token: float) -> Refusal:
    status, code = error.response.status_code, str(error.response.get("error"))
    if status == 429 or code in BUSY:
        return Wait(_retry_after(error), "Slack is busy (429)" if status == 429 else f"Slack says {code}")
    if status >= 500 or code in HALF_DONE or not _CODE.fullmatch(code):
        return Unclear(f"Slack answered {status}" if status != 200 else f"Slack answered {code[:80]}")
    if code in DEAD_TOKEN:
        return Wait(dead_token, f"Slack refuses SLACK_BOT_TOKEN ({code})", token=True)
    if code in TOO_MUCH:
        return TooMuch(code)
    cure = CURES.get("restricted_action" if code.startswith("restricted_action") else code)
    return Fixable(code, cure) if cure else Permanent(code)


def _retry_after(error: SlackApiError) -> float:
    """The seconds that Slack asks for; the SDK gives headers as they came, in either case."""
    named = {str(name).lower(): value for name, value in error.response.headers.items()}
    value = named.get("retry-after", "")
    value = value[0] if isinstance(value, list) else value
    return float(value) if str(value).isdecimal() else RETRY_AFTER
