"""What somebody may do, and the refusal of what they may not."""

from enum import IntEnum

from reports.errors import RequestError


class Role(IntEnum):
    """What somebody may do: a viewer asks, a manager also subscribes, an admin also changes settings."""

    VIEWER = 1
    MANAGER = 2
    ADMIN = 3

    @classmethod
    def named(cls, word: str) -> "Role":
        """The role that the store calls so."""
        return cls[word.upper()]


class Refused(RequestError):
    """Somebody may not see or change this; the message says so politely, and whom to ask."""
