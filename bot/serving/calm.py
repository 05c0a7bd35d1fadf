"""A moment without requests, for which work waits: whoever acknowledges comes first."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Condition
from time import monotonic, sleep
from typing import Any

QUIET = 0.02  # seconds without a request
INSTANT = 0.001  # seconds in which a crowd would be heard
LONGEST = 0.2  # seconds that work waits in the end, however many requests come


class Calm:
    """Knows when a request was last heard; safe to share between threads."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._open = 0  # requests that are being acknowledged
        self._last = 0.0  # when one was heard or acknowledged
        self._alone = False

    @contextmanager
    def hearing(self) -> Iterator[None]:
        """While a request is being acknowledged."""
        with self._changed:
            self._alone = monotonic() - self._last > QUIET
            self._open += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._open -= 1
                self._last = monotonic()
                self._changed.notify_all()

    def wait(self) -> None:
        """Wait until requests pause: twenty clicks at once are all acknowledged before any is answered.

        Whoever asks alone is answered once that is acknowledged, as there is nobody else to wait for.
        """
        end = monotonic() + LONGEST
        with self._changed:
            self._changed.wait_for(lambda: not self._open, LONGEST)
            # Others who ask in the same instant are heard by then.
            if self._alone and not self._changed.wait_for(lambda: not self._alone, INSTANT):
                return
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
