"""A moment without requests, for which work waits: whoever acknowledges comes first."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

QUIET = 0.02  # seconds without a request
LONGEST = 0.2  # seconds that work waits in the end, however many requests come


class Calm:
    """Knows when a request was last heard; safe to share between threads."""

    def __init__(self) -> None:
        self._last = 0.0
        self._alone = False

    def hear(self) -> None:
        """A request has come."""
        now = monotonic()
        self._alone = now - self._last > QUIET
        self._last = now

    def acknowledged(self) -> None:
        """A request has been acknowledged."""
        self._last = monotonic()

    def wait(self) -> None:
        """Wait until requests pause: twenty clicks at once are all acknowledged before any is answered.

        Whoever asks alone is answered at once, as there is nobody to wait for.
        """
        if self._alone:
            return
        end = monotonic() + LONGEST
        while (left := min(self._last + QUIET, end) - monotonic()) > 0:
            sleep(left)


class Courteous(ThreadPoolExecutor):
    """A pool that begins nothing while requests are being acknowledged."""

    def __init__(self, threads: int, name: str, calm: Calm) -> None:
        super().__init__(threads, name)
        self._calm = calm

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        def begun() -> Any:
            self._calm.wait()
            return fn(*args, **kwargs)

        return super().submit(begun)
