"""Something to be done after a pause that Slack asked for, while nobody waits."""

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from threading import Timer


def later(pool: Executor, seconds: float, deed: Callable[[], None]) -> None:
    """Do something in a pool after so many seconds; never, where the pool is shut by then."""

    def due() -> None:
        with suppress(RuntimeError):
            pool.submit(deed)

    timer = Timer(seconds, due)
    timer.daemon = True
    timer.start()
