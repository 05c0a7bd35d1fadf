"""Who reads the page, and what that person knows: what ids are called, and which time it is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reader:
    """People and channels by id, for mentions (an unknown id stands for itself), and an IANA time zone."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    id: str = ""

    def person(self, user_id: str) -> str:
        """What a person is called."""
        return self.people.get(user_id, user_id)

    def channel(self, channel_id: str) -> str:
        """What a channel is called, without its #."""
        return self.channels.get(channel_id, channel_id)
