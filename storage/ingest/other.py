"""Another process, which takes half of the work off this one while large files are taken in."""

import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from threading import Thread
from typing import ParamSpec, TypeVar

from sqlalchemy import Engine

from storage.engine import open_engine

P = ParamSpec("P")
T = TypeVar("T")

OBJECTS = 200_000  # made before the interpreter looks for garbage; a chunk holds about half as many
THREADS = Path("/proc/self/task")  # those of this process, on Linux


class Other:
    """The other process: begun when it is first asked something, and never begun again once it has died.

    `own` is this process's way into a store that others may open, too. It has no connection in use by then.
    """

    def __init__(self, own: Engine | None = None) -> None:
        self._own = own
        self._process: ProcessPoolExecutor | None = None

    def ask(self, what: Callable[P, T], *about: P.args, **named: P.kwargs) -> "Future[T]":
        """Have something done there; where it died, `answer` finds nothing."""
        if self._process is None:
            self._process = ProcessPoolExecutor(1, mp_context=self._context(), initializer=_begin)
        try:
            return self._process.submit(what, *about, **named)
        except BrokenProcessPool as error:
            lost: Future[T] = Future()
            lost.set_exception(error)
            return lost

    def answer(self, asked: "Future[T]") -> T | None:
        """What it answers, if it does. Raises what it raises."""
        try:
            return asked.result()
        except BrokenProcessPool:
            return None

    def _context(self) -> BaseContext:
        """A fork is ready at once. But it copies the locks of other threads, and connections that are open.

        So it is made only where there is no other thread, and connections can be opened anew.
        """
        if self._own is None or not THREADS.is_dir() or len(list(THREADS.iterdir())) > 1:
            return get_context("spawn")
        self._own.dispose()
        return get_context("fork")

    def __enter__(self) -> "Other":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._process.shutdown(cancel_futures=True)


def _begin() -> None:
    collect_rarely()
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """A parent that was killed has not said that it needs nothing more."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def collect_rarely() -> None:
    """Look for cyclic garbage less often: lines make hundreds of thousands of objects, and no cycles."""
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])


@contextmanager
def rare_collections() -> Iterator[None]:
    """`collect_rarely` for a while."""
    usual = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@cache
def engine_of(store: str) -> Engine:
    """The other process's own way into a store."""
    return open_engine(store)
