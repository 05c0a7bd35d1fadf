"""Plays the proof: starts the bots, kills them at random, starts them anew, until everything is settled."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Lock

from bot.sandbox import Sandbox
from tests.once.stage import START, WINDOW
from tests.once.trouble import Trouble

KILLED_WHILE_POSTING = 0.05
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Play:
    """How it is played: how many processes, real seconds that the window takes, seconds between two kills."""

    processes: int
    seconds: float
    kill_every: float
    patience: float  # seconds after the window until everything must be settled


@dataclass
class Troupe:
    """The bot processes; one that was killed comes back."""

    play: Play
    told: bytes
    random: Random
    kills: int = 0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def fill_up(self) -> None:
        """Start as many as are missing."""
        with self._lock:
            self.running = [process for process in self.running if process.poll() is None]
            while len(self.running) < self.play.processes:
                self.running.append(self._start())

    def kill_one(self) -> None:
        """Kill any of them, as the machine does that runs out of memory: nothing is put in order before."""
        with self._lock:
            alive = [process for process in self.running if process.poll() is None]
            if alive:
                self.random.choice(alive).send_signal(signal.SIGKILL)
                self.kills += 1

    def perhaps_kill_one(self) -> None:
        """Kill one of them while a message is on its way: sometimes the very one that says it."""
        if self.random.random() < KILLED_WHILE_POSTING:
            self.kill_one()

    def end(self) -> None:
        """End them all."""
        for process in self.running:
            process.kill()
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.once.bot_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONTZPATH": "", "OMP_NUM_THREADS": "1"},
        )
        assert process.stdin is not None
        process.stdin.write(self.told)
        process.stdin.close()
        return process


def perform(
    sandbox: Sandbox, database: str, play: Play, random: Random, settled: Callable[[], bool]
) -> Troupe:
    """Let the window pass with kills and disconnects, then go on without kills until all is settled.

    Raises `TimeoutError` when it is not after the play's patience.
    """
    told = {
        "database": database,
        "bot_token": sandbox.bot_token,
        "app_token": sandbox.app_token,
        "api_url": sandbox.api_url,
        "start": START.isoformat(),
        "began": time.time(),
        "speed": WINDOW.total_seconds() / play.seconds,
    }
    trouble = sandbox.workspace.faults
    assert isinstance(trouble, Trouble)
    troupe = Troupe(play, json.dumps(told).encode() + b"\n", random)
    trouble.on_post = troupe.perhaps_kill_one
    try:
        _through_the_window(troupe, sandbox)
        trouble.on_post = lambda: None
        end = time.monotonic() + play.patience
        while not settled():
            if time.monotonic() > end:
                raise TimeoutError("not everything is settled")
            troupe.fill_up()
            time.sleep(0.5)
    finally:
        troupe.end()
    return troupe


def _through_the_window(troupe: Troupe, sandbox: Sandbox) -> None:
    play, random = troupe.play, troupe.random
    end = time.monotonic() + play.seconds
    while time.monotonic() < end:
        troupe.fill_up()
        time.sleep(random.expovariate(1 / play.kill_every) if play.kill_every else 0.5)
        troupe.kill_one()
        if random.random() < 0.2:
            sandbox.workspace.disconnect()
