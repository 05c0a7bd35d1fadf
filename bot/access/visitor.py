"""Who asks, and where the answer will be read, as a payload of Slack's tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.subscriptions import ORGANIZATION


@dataclass(frozen=True)
class Visitor:
    """A person in a Slack team, and the channel where the answer will be read.

    `channel` None, one that begins with D, or a person's own id: that person alone reads it. `home` is the
    team that the person belongs to, which is another one for guests from a shared channel. Without a `user`
    nobody in particular asks: a scheduled post, a workflow's step.
    """

    team: str
    user: str
    channel: str | None = None
    home: str | None = None
    shared: bool = False  # whether the payload says that people outside the organisation read the channel

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Visitor":
        """Whoever sent a payload: a command, an action, a view, a shortcut, or an event."""
        if "event" in body:
            return cls._of_event(body)
        if "command" in body:
            return cls(_text(body, "team_id"), _text(body, "user_id"), _text(body, "channel_id") or None)
        user, team = body.get("user") or {}, body.get("team") or {}
        home = _text(user, "team_id") or None
        return cls(_text(team, "id") or home or "", _text(user, "id"), _channel(body), home)

    @classmethod
    def _of_event(cls, body: Mapping[str, Any]) -> "Visitor":
        event, found = body["event"], (body.get("authorizations") or [{}])[0]
        channel = event.get("channel")
        return cls(
            team=_text(found, "team_id") or _text(body, "team_id"),
            user=_text(event, "user"),
            channel=str(channel) if isinstance(channel, str) and channel else None,
            home=_text(event, "user_team") or _text(event, "team") or None,
            shared=bool(body.get("is_ext_shared_channel")),
        )

    @property
    def alone(self) -> bool:
        """Whether one person alone reads the answer; what nobody in particular asked for is for all."""
        return not self.nobody and (self.channel is None or self.channel.startswith(("D", "U", "W")))

    @property
    def nobody(self) -> bool:
        """Whether no person asks, but the organisation or a workflow."""
        return self.user in ("", ORGANIZATION)


def _channel(body: Mapping[str, Any]) -> str | None:
    """Where the message is that was acted on; a shortcut names the channel alone, a modal none."""
    channel, container = body.get("channel") or {}, body.get("container") or {}
    return _text(container, "channel_id") or _text(channel, "id") or None


def _text(found: Mapping[str, Any], key: str) -> str:
    return str(found.get(key) or "")
