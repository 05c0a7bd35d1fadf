"""The pool in which listeners acknowledge: Bolt looks for an acknowledgement only every ten milliseconds."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from bot.serving.calm import Calm
from bot.serving.pools import started

THREADS = 16
A_MOMENT = 0.05  # seconds; our listeners acknowledge and hand the work on, which takes less than one of these


class Acknowledging(ThreadPoolExecutor):
    """A pool that hands a listener back once it is done, if that takes only a moment.

    Then Bolt finds the acknowledgement at its first look, instead of sleeping until its second.
    """

    def __init__(self, calm: Calm) -> None:
        super().__init__(THREADS, thread_name_prefix="acknowledge")
        self._calm = calm
        started(self, THREADS)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self._calm.hearing():
            future = super().submit(fn, *args, **kwargs)
            wait((future,), A_MOMENT)
        return future
