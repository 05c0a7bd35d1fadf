"""A process that draws charts, one after another, for the process that started it."""

import gc
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from reports.report import Chart

POLITE = 19  # the last on Unix's scale of niceness: whoever acknowledges comes first
LONGEST = 60.0  # seconds for one chart; whatever takes longer is stuck
GRACE = 5.0  # seconds for the process to leave by itself
# A fork would copy the locks of a process whose threads hold them.
SPAWN = get_context("spawn")


class Died(OSError):
    """The process ended, or had to be ended, while it was drawing."""


class Pen:
    """The process, as its parent holds it; used by one thread at a time.

    It is started at once and gets ready by itself, and is started anew for the next chart if it died.
    """

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._pipe, there = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_draw_all, args=(there,), name="drawing", daemon=True)
        with _interrupts_kept_from_children():
            self._process.start()
        there.close()

    def drawn(self, chart: Chart, caption: str) -> bytes:
        """The PNG of a chart. Raises `Died`, and `RuntimeError` for a chart that cannot be drawn."""
        if not self._process.is_alive():
            self._pipe.close()
            self._start()
        try:
            self._pipe.send((chart, caption))
            if not self._pipe.poll(LONGEST):
                self._process.kill()
            answer: bytes | str = self._pipe.recv()
        except (EOFError, OSError):
            # Its end of the pipe is closed a moment before it counts as dead.
            self.leave()
            raise Died("A process died while it was drawing a chart.") from None
        if isinstance(answer, str):
            raise RuntimeError(f"A chart could not be drawn: {answer}")
        return answer

    def leave(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.join(GRACE)
        self._process.kill()
        self._process.join()


def _draw_all(pipe: Connection) -> None:
    """Draw what comes, until nobody is there who asks: a parent that was killed closes the pipe, too."""
    os.nice(POLITE)
    from reports.formats.png import png  # it takes long to load, for which nobody shall wait

    gc.freeze()
    with pipe:
        while (asked := _next(pipe)) is not None:
            chart, caption = asked
            try:
                pipe.send(png(chart, caption))
            except BrokenPipeError:
                return
            except Exception as error:  # whatever it is, the parent says it
                pipe.send(f"{type(error).__name__}: {error}")


def _next(pipe: Connection) -> tuple[Chart, str] | None:
    try:
        asked: tuple[Chart, str] = pipe.recv()
        return asked
    except (EOFError, OSError):
        return None


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; those started meanwhile leave with their parent instead."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
