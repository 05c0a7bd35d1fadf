"""How many charts are drawn in a second, as `serve` draws them, while commands are acknowledged."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from threading import Event

from bot.serving.drawing import drawing
from reports.formats.png import png
from reports.parts import Timeline
from tests.bench.answering import NINETY_NINTH, Command, acknowledging, sandbox
from tests.bench.charts import chart
from tests.bench.rows import Row

TWO = 1.7
CHARTS, THREADS = 300, 4
READY = 4.0  # seconds, in which every process has loaded what it draws with
EVERY = 0.05  # seconds from one command to the next
CAPTIONS = tuple(f"Nov 1 to Nov 30, 2026, number {number}" for number in range(CHARTS))  # none is drawn twice


def rows(url: str) -> Iterator[Row]:
    """One thread of a process that does nothing else, and the processes of `serve` beside its commands."""
    part = chart()
    png(part, "")
    start = time.perf_counter()
    for caption in CAPTIONS:
        png(part, caption)
    alone = CHARTS / (time.perf_counter() - start)
    together, acknowledged = _beside_commands(url, part)
    what = "charts in a second on 2 cores while commands are acknowledged"
    yield Row(f"{what}, beside one thread", "", together, "/s", alone, TWO, at_least=True)
    yield Row(
        f"{what}: their 99th percentile", "", quantiles(acknowledged, n=100)[98], "ms", limit=NINETY_NINTH
    )


def _beside_commands(url: str, part: Timeline) -> tuple[float, list[float]]:
    """Charts a second, and the milliseconds of each acknowledgement meanwhile."""
    done = Event()
    with (
        sandbox() as started,
        drawing() as draw,
        acknowledging(url, started) as command,
        ThreadPoolExecutor(THREADS + 1) as pool,
    ):
        time.sleep(READY)
        list(pool.map(lambda number: draw(part, f"warm {number}"), range(2 * THREADS)))
        commands = pool.submit(_commands, command, done)
        start = time.perf_counter()
        list(pool.map(lambda caption: draw(part, caption), CAPTIONS))
        rate = CHARTS / (time.perf_counter() - start)
        done.set()
        return rate, commands.result()


def _commands(command: Command, done: Event) -> list[float]:
    taken = []
    while not done.wait(EVERY):
        taken.append(command())
    return taken
