"""A command as Slack sent it: the words, and where and by whom they were typed."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.request import normalised


@dataclass(frozen=True)
class Asked:
    """One `/usage …`; `words` are unescaped and tidied, `person` is a plain name that pings nobody."""

    words: str
    channel: str
    team: str
    user: str
    person: str
    response_url: str
    trigger: str = ""

    @classmethod
    def of(cls, command: Mapping[str, Any]) -> "Asked":
        return cls(
            words=normalised(html.unescape(str(command.get("text") or ""))),
            channel=str(command["channel_id"]),
            team=str(command["team_id"]),
            user=str(command["user_id"]),
            person=str(command.get("user_name") or ""),
            response_url=str(command["response_url"]),
            trigger=str(command.get("trigger_id") or ""),
        )

    @property
    def direct(self) -> bool:
        """Typed in a direct message, where one person alone reads the answer."""
        return self.channel.startswith("D")

    @property
    def topic(self) -> str | None:
        """What help is wanted about, "" for all of it; None if this is not a cry for help."""
        first, _, rest = self.words.lower().partition(" ")
        return rest if first == "help" else None

    @property
    def signature(self) -> str:
        """Who asked and what."""
        command = f"/usage {self.words}".rstrip()
        return f"{command} by {self.person}" if self.person else command
