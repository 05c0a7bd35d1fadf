"""What a number counts, in words, and which events are behind it."""

from dataclasses import dataclass

from storage.rows import Source


@dataclass(frozen=True)
class Definition:
    """The meaning of the part with this key; `source` None: it is not a count of events."""

    key: str
    text: str
    source: Source | None = None
