"""Charts drawn outside the process that acknowledges, each of them once."""

import logging
import os
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import LifoQueue
from threading import Lock

from bot.messages.message import Draw
from bot.serving.pen import Died, Pen
from reports.report import Chart

log = logging.getLogger(__name__)

MOST = 4  # processes; there are no more threads that ask for charts
KEPT = 64  # pictures, of some 50 kB each


@contextmanager
def drawing() -> Iterator[Draw]:
    """What has charts drawn in processes of their own, one for each processor, until the block ends."""
    pens = [Pen() for _ in range(min(os.cpu_count() or 1, MOST))]
    try:
        yield Kept(Pens(pens))
    finally:
        for pen in pens:
            pen.leave()


class Pens:
    """Several processes that draw; safe to share between threads."""

    def __init__(self, pens: list[Pen]) -> None:
        self._free: LifoQueue[Pen] = LifoQueue()  # who drew last draws next, while its memory is warm
        for pen in pens:
            self._free.put(pen)

    def __call__(self, chart: Chart, caption: str) -> bytes:
        """Draw a chart; once more where the process died, which may have been killed for another's memory.

        Raises `OSError` if it died again: then the message stands without its picture.
        """
        pen = self._free.get()
        try:
            return pen.drawn(chart, caption)
        except Died as error:
            log.warning("%s It is drawn once more.", error)
            return pen.drawn(chart, caption)
        finally:
            self._free.put(pen)


class Kept:
    """Draws a chart once for all who ask for it, at once or soon after; safe to share between threads."""

    def __init__(self, draw: Draw) -> None:
        self._draw, self._lock = draw, Lock()
        self._pictures: OrderedDict[tuple[Chart, str], Future[bytes]] = OrderedDict()

    def __call__(self, chart: Chart, caption: str) -> bytes:
        """The picture, drawn now or before. Raises what drawing raises, to all who wait for it."""
        asked = (chart, caption)
        with self._lock:
            picture = self._pictures.get(asked)
            mine = picture is None
            if picture is None:
                picture = self._pictures[asked] = Future()
            self._pictures.move_to_end(asked)
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
        if mine:
            self._fill(picture, asked)
        return picture.result()

    def _fill(self, picture: Future[bytes], asked: tuple[Chart, str]) -> None:
        try:
            picture.set_result(self._draw(*asked))
        except BaseException as error:
            with self._lock:
                self._pictures.pop(asked, None)
            picture.set_exception(error)
