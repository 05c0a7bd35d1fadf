"""The change feed: whoever waits for something in the workspace is woken by every change."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_AGAIN_SECONDS = 0.02


class Feed:
    """Counts changes and wakes those who wait for one; `lock` guards all that the workspace holds."""

    def __init__(self) -> None:
        self.lock = threading.Condition()
        self.version = 0

    def changed(self) -> None:
        """Wake whoever waits for a change."""
        with self.lock:
            self.version += 1
            self.lock.notify_all()

    def wait_for_change(self, version: int, timeout: float) -> int:
        """The version once it differs from `version`, or the same one after `timeout` seconds."""
        with self.lock:
            self.lock.wait_for(lambda: self.version != version, timeout)
            return self.version

    def wait_for(self, predicate: Callable[[], T | None], timeout: float = 3.0) -> T:
        """What `predicate` returns once that is true. Raises TimeoutError after `timeout` seconds."""
        until = time.monotonic() + timeout
        with self.lock:
            while not (found := predicate()):
                if time.monotonic() > until:
                    raise TimeoutError(f"nothing came within {timeout} s")
                # It may ask about more than this workspace, which wakes us only for its own changes.
                self.lock.wait(LOOK_AGAIN_SECONDS)
        return found
