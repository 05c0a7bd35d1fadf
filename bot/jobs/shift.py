"""One process at work on the jobs: what it works with, its name among the others, and how fast it goes."""

import logging
import os
import socket
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from threading import Event, Lock
from time import monotonic

from slack_sdk import WebClient

from bot.desk import Desk
from bot.jobs.pace import Pace

log = logging.getLogger(__name__)

NAME = 64  # characters


def own_name() -> str:
    """A name that no other process bears: host, process number, and something random."""
    rest = f":{os.getpid()}:{token_hex(4)}"
    return socket.gethostname()[: NAME - len(rest)] + rest


class Gate:
    """Lets one message through at a time: about one a second, and one in 1.1 s to the same channel."""

    def __init__(self, pace: Pace, stop: Event) -> None:
        self._pace, self._stop = pace, stop
        self._lock = Lock()
        self._free_at = 0.0
        self._channel_free_at: dict[str, float] = {}

    def wait(self, channel: str) -> None:
        """Wait for one's turn, but not while the bot is asked to stop."""
        with self._lock:
            at = max(monotonic(), self._free_at, self._channel_free_at.get(channel, 0.0))
            self._free_at = at + self._pace.any_channel
            self._channel_free_at[channel] = at + self._pace.same_channel
        self._stop.wait(at - monotonic())


@dataclass(frozen=True)
class Shift:
    """A process's share in the jobs; `stop` asks it to finish what is being sent and to take nothing more."""

    desk: Desk
    client: WebClient
    pace: Pace = Pace()  # noqa: RUF009 - frozen
    stop: Event = field(default_factory=Event)
    me: str = field(default_factory=own_name)
    gate: Gate = field(init=False)
    _said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gate", Gate(self.pace, self.stop))

    @property
    def now(self) -> datetime:
        """The present moment by the bot's own clock (UTC); leases go by the database's."""
        return self.desk.now("UTC")

    def say_once(self, text: str) -> None:
        """Log an error that would otherwise come again with every try."""
        if text not in self._said:
            self._said.add(text)
            log.error("%s", text)
