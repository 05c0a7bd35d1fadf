"""What people would use instead, installed by the benchmark itself into an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from re import sub
from select import select
from tempfile import TemporaryFile
from typing import Any

from tests.bench.store import FOLDER, say
from tests.bench.timing import Task

PEERS = FOLDER / "peers"
PATIENCE = 600  # seconds
LINE, LEAVING = 60, 10  # seconds for one answer of a peer, and for its end
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@cache
def installed(*packages: str) -> Path | None:
    """A Python that has these packages; None, said aloud, where they cannot be installed."""
    folder = PEERS / "-".join(sub(r"[^\w.]+", "-", package) for package in packages)
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    quiet = ("-qq", "--no-input", "--disable-pip-version-check")
    install = [str(python), "-m", "pip", "install", *quiet, *packages]
    done = subprocess.run(install, stderr=subprocess.PIPE, text=True)
    if done.returncode == 0:
        return python
    say(f"skipped, as pip cannot install {' and '.join(packages)}: {done.stderr.strip()[-200:]}")
    return None


def chromium() -> str | None:
    """The browser of this machine; None, said aloud, where there is none."""
    return program("chromium", *CHROMIUMS)


@cache
def program(package: str, *names: str) -> str | None:
    """A program of this machine by one of its names, installed where that can be done: as root, on Debian.

    None, said aloud, where there is none.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        say(f"installing {package}")
        for step in (("update",), ("install", "-y", "--no-install-recommends", package)):
            quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", "-qq", *step], env=quiet, capture_output=True)
        found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        say(f"skipped what is compared with {package}, as there is none (Debian: apt install {package})")
    return found


def answered(python: Path, script: str, *arguments: object) -> Any:
    """What a script prints as JSON with its last line; None, said aloud, if it fails."""
    command: Sequence[str] = [str(python), "-c", script, *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        say(f"skipped, as a peer did not answer in {PATIENCE} seconds")
        return None
    if done.returncode != 0:
        say(f"skipped, as a peer failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def asked(python: Path, script: str, *arguments: str, **environment: str) -> Iterator[Task | None]:
    """What makes a peer do its work once more; None, said aloud, where it cannot do it the first time.

    The script works once for every line that it reads, and says so with a line.
    """
    command = [str(python), "-W", "ignore", "-c", script, *arguments]
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            env=os.environ | environment,
        )
        try:
            _ask(process)
        except OSError as error:
            said.seek(0)
            say(f"skipped, as a peer does not work: {said.read().strip().splitlines()[-1:] or error}")
            process.kill()
            yield None
        else:
            yield lambda: _ask(process)
        finally:
            _left(process)


def _ask(process: subprocess.Popen[str]) -> None:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a peer is asked and answers by pipes")
    print(file=process.stdin, flush=True)
    if not select([process.stdout], [], [], LINE)[0]:
        raise TimeoutError(f"no answer in {LINE} seconds")
    if not process.stdout.readline():
        raise BrokenPipeError("it ended")


def _left(process: subprocess.Popen[str]) -> None:
    """Wait for the end of a peer that has nothing more to read."""
    try:
        process.communicate(timeout=LEAVING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run_alone(module: str, *arguments: object) -> Any:
    """What a module of ours prints as JSON when it is run in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
