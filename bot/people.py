"""What Slack says about people, channels and user groups: asked seldom, remembered for some minutes."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.refused import error_code

log = logging.getLogger(__name__)

T = TypeVar("T")

KEEP_SECONDS = 300.0  # how long an answer of Slack's is taken for true
SPARE_SECONDS = 3600.0  # how long it still serves while Slack does not answer
MOST = 10_000  # answers kept of a kind
TIMEOUT = 5  # seconds; somebody waits for their report meanwhile
# Slack does not know them, or shows them to nobody of this workspace.
NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
NOWHERE = frozenset({"channel_not_found", "no_such_subteam"})
# The app may not ask, or whoever plays Slack cannot answer: what is told in other ways must do.
UNTOLD = frozenset(
    {
        "missing_scope",
        "not_allowed_token_type",
        "no_permission",
        "access_denied",
        "unknown_method",
        "method_deprecated",
        "plan_upgrade_required",
        "paid_teams_only",
    }
)


class Silent(Exception):
    """Slack did not answer, and what it said before is too old to go by."""


@dataclass(frozen=True)
class Member:
    """A person as Slack knows them. `known` is false for somebody whom Slack does not show to us."""

    teams: frozenset[str] = frozenset()  # the Slack teams, and the enterprise, that they belong to
    known: bool = True
    deleted: bool = False
    guest: bool = False
    stranger: bool = False  # of another organisation, through a shared channel
    bot: bool = False


@dataclass(frozen=True)
class Room:
    """A channel as Slack knows it; `shared` with people outside the organisation, now or on invitation."""

    shared: bool = False


class People:
    """Looks people, channels and user groups up through a client of its own; safe to share between threads.

    None stands for what Slack may not be asked, because a scope was not granted.
    """

    def __init__(self, client: WebClient, clock: Callable[[], float] = monotonic) -> None:
        self._client = WebClient(
            client.token,
            base_url=client.base_url,
            timeout=TIMEOUT,
            retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)],
        )
        self._members: Remembered[Member | None] = Remembered(clock)
        self._rooms: Remembered[Room | None] = Remembered(clock)
        self._groups: Remembered[frozenset[str] | None] = Remembered(clock)
        self._told: set[str] = set()

    def member(self, user: str) -> Member | None:
        """A person by id. Raises `Silent`."""
        return self._members.get(user, lambda: self._member(user))

    def room(self, channel: str) -> Room | None:
        """A channel by id; one that the bot cannot see is None too. Raises `Silent`."""
        return self._rooms.get(channel, lambda: self._room(channel))

    def group(self, group: str) -> frozenset[str] | None:
        """The ids of the people in a user group. Raises `Silent`."""
        return self._groups.get(group, lambda: self._group(group))

    def _member(self, user: str) -> Member | None:
        answer = self._asked("users:read", lambda: self._client.users_info(user=user).data)
        if isinstance(answer, str) and answer in NOBODY:
            return Member(known=False)
        found = answer.get("user") if isinstance(answer, dict) else None
        return _member(found) if found else None

    def _room(self, channel: str) -> Room | None:
        answer = self._asked(
            "channels:read, groups:read", lambda: self._client.conversations_info(channel=channel).data
        )
        found = answer.get("channel") if isinstance(answer, dict) else None
        return (
            Room(any(found.get(key) for key in ("is_ext_shared", "is_pending_ext_shared"))) if found else None
        )

    def _group(self, group: str) -> frozenset[str] | None:
        answer = self._asked(
            "usergroups:read", lambda: self._client.usergroups_users_list(usergroup=group).data
        )
        return frozenset(answer.get("users") or ()) if isinstance(answer, dict) else None

    def _asked(self, scopes: str, ask: Callable[[], object]) -> object:
        """Slack's answer, or its word for what it knows nothing of; None where it may not be asked."""
        try:
            return ask()
        except SlackApiError as error:
            # Whoever plays Slack and lacks the method may say so by the status alone.
            code = "unknown_method" if error.response.status_code == 404 else error_code(error) or ""
            if code in NOBODY | NOWHERE:
                return code
            if code not in UNTOLD:
                raise Silent(code) from error
            self._tell(scopes, code)
        except (OSError, ValueError) as error:
            raise Silent(type(error).__name__) from error
        return None

    def _tell(self, scopes: str, code: str) -> None:
        """Say once what is not known for want of a scope."""
        if scopes not in self._told:
            self._told.add(scopes)
            log.warning("Slack may not be asked for what %s would tell (%s).", scopes, code)


class Remembered(Generic[T]):
    """Answers by key, each for some minutes; several threads may ask for the same one at a time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._answers: dict[str, tuple[float, T]] = {}

    def get(self, key: str, ask: Callable[[], T]) -> T:
        """The answer for a key. Raises `Silent` when there is none young enough and none to be had."""
        with self._lock:
            found = self._answers.get(key)
        if found and self._clock() < found[0] + KEEP_SECONDS:
            return found[1]
        try:
            answer = ask()
        except Silent:
            if found and self._clock() < found[0] + SPARE_SECONDS:
                return found[1]
            raise
        with self._lock:
            self._answers.pop(key, None)
            self._answers[key] = self._clock(), answer
            if len(self._answers) > MOST:
                self._answers.pop(next(iter(self._answers)))
        return answer


def _member(user: Mapping[str, Any]) -> Member:
    """Read a user object of Slack's."""
    enterprise = user.get("enterprise_user") or {}
    teams = {user.get("team_id"), enterprise.get("enterprise_id"), *(enterprise.get("teams") or ())}
    return Member(
        teams=frozenset(str(team) for team in teams if team),
        deleted=bool(user.get("deleted")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=bool(user.get("is_stranger")),
        bot=bool(user.get("is_bot")),
    )
