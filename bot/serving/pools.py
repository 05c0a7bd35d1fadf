"""What the bot holds on to, taken whole at the start: no burst finds it growing, and it never grows later."""

import gc
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

from sqlalchemy import Engine

from storage.engine import reading

CONNECTIONS = 5  # that an engine keeps open; beyond them it opens and closes


def started(pool: ThreadPoolExecutor, threads: int) -> ThreadPoolExecutor:
    """A pool with all of its threads running, which it would else start one by one."""
    all_there = Barrier(threads)
    for _ in range(threads):
        ThreadPoolExecutor.submit(pool, all_there.wait)
    return pool


def connected(engine: Engine) -> Engine:
    """An engine with all the connections that it keeps. Raises `StoreError` for a store without an answer."""
    with ExitStack() as together:
        for _ in range(CONNECTIONS):
            together.enter_context(reading(engine))
    return engine


def settled() -> None:
    """Look through what is there by now no more: searching all of it for garbage holds up every thread."""
    gc.collect()
    gc.freeze()
