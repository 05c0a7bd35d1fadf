"""Another process, which takes half of the work off this one while large files are taken in."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from sqlalchemy import Engine

from storage.engine import open_engine

P = ParamSpec("P")
T = TypeVar("T")

OBJECTS = 200_000  # made before the interpreter looks for garbage; a chunk holds about half as many
# A fork would copy the locks of a process whose threads hold them.
SPAWN = get_context("spawn")


class Other:
    """The other process: begun when it is first asked something, and never begun again once it has died."""

    def __init__(self) -> None:
        self._process: ProcessPoolExecutor | None = None

    def ask(self, what: Callable[P, T], *about: P.args, **named: P.kwargs) -> "Future[T]":
        """Have something done there; where it died, `answer` finds nothing."""
        if self._process is None:
            self._process = ProcessPoolExecutor(1, mp_context=SPAWN, initializer=collect_rarely)
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

    def __enter__(self) -> "Other":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._process.shutdown(cancel_futures=True)


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
