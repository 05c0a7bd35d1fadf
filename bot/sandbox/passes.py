"""Short-lived permissions: trigger ids (one use, 3 seconds) and response URLs (five uses, 30 minutes)."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

from bot.sandbox.errors import SlackError

USES_OF_A_RESPONSE_URL = 5


@dataclass
class _Trigger:
    user: str
    until: float
    view: str | None  # the modal it was pressed in, for views.push
    used: bool = False


class Triggers:
    """The trigger ids handed out with commands, clicks and shortcuts."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._issued: dict[str, _Trigger] = {}

    def issue(self, user: str, view: str | None = None) -> str:
        """A new trigger id for what `user` just did."""
        trigger_id = f"{len(self._issued) + 1}.{token_hex(8)}"
        self._issued[trigger_id] = _Trigger(user, self._clock() + self._seconds, view)
        return trigger_id

    def exchange(self, trigger_id: str) -> tuple[str, str | None]:
        """Spend it: who pressed, and in which modal. Raises SlackError when unknown, spent or too old."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user, trigger.view


@dataclass
class ResponseUrl:
    """Where an app may answer one act: the person, the channel, and the message that was clicked, if any."""

    path: str
    user: str
    channel: str
    until: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """The response URLs handed out, by their path."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """The path of a new response URL, below the workspace's address."""
        path = f"/commands/T0SANDBOX/{len(self._issued) + 1}/{token_hex(12)}"
        until = self._clock() + self._seconds
        self._issued[path] = ResponseUrl(path, user, channel, until, message_ts, thread_ts)
        return path

    def use(self, path: str) -> ResponseUrl:
        """Spend one of its five uses. Raises SlackError when it is unknown, spent or too old."""
        found = self._issued.get(path)
        if found is None:
            raise SlackError("no_active_hooks")
        if self._clock() > found.until:
            raise SlackError("expired_url")
        if found.uses >= USES_OF_A_RESPONSE_URL:
            raise SlackError("used_url")
        found.uses += 1
        return found
