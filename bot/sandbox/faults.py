"""Failures that a test orders from the sandbox workspace."""

from dataclasses import dataclass
from threading import Lock
from typing import Literal

FaultKind = Literal[
    "lost_reply",
    "late",
    "500_done",
    "429",
    "500",
    "503",
    "timeout",
    "invalid_blocks",
    "storage_limit_reached",
]


@dataclass(frozen=True)
class Fault:
    """How one call fails.

    `lost_reply`: it takes effect, and the connection drops without an answer. `timeout`: it takes no effect,
    and the connection drops after `seconds` of silence. `500_done`: it takes effect, and the answer is 500.
    `late`: the connection drops at once, and it takes effect `seconds` later. `429`: refused with Retry-After
    of `seconds`.
    """

    kind: FaultKind
    seconds: float


class Faults:
    """The ordered failures, spent one call at a time in the order they were added."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[tuple[str, Fault]] = []

    def add(self, method: str, kind: FaultKind, *, times: int = 1, retry_after: float = 1.0) -> None:
        """Let the next `times` calls of `method` fail; `retry_after` in seconds (whole ones for a 429)."""
        with self._lock:
            self._waiting += [(method, Fault(kind, retry_after))] * times

    def take(self, method: str) -> Fault | None:
        """The failure due for this call, which is thereby spent."""
        with self._lock:
            for place, (name, fault) in enumerate(self._waiting):
                if name == method:
                    del self._waiting[place]
                    return fault
        return None
