"""How fast a command is acknowledged and answered, by the real bot in the sandbox."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import parse_qs, urlencode

from pydantic import SecretStr
from slack_bolt import Ack, App, BoltRequest
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import Engine

from bot.app import create_app
from bot.clock import wall
from bot.desk import Desk
from bot.manifest import manifest
from bot.post import slack_client
from bot.sandbox import Sandbox, Timing, Workspace
from bot.sandbox.workspace import Call
from bot.serving.pools import settled
from reports.formats.png import png
from storage.engine import open_engine
from tests.bench.bare import UPLOAD
from tests.bench.company import LAST as NEWEST
from tests.bench.peers import run_alone
from tests.bench.rows import Row
from tests.bench.sections import report_of
from tests.bench.store import FOLDER, say
from tests.world import GENERAL, MIRA

SECRET = "a secret of the benchmark"
LISTENERS, COMMANDS, MESSAGES = 50, 400, 15
OVER, NINETY_NINTH, MESSAGE, MEMORY = 1.0, 50.0, 1.6, 1.1
WORDS = "questions last-30d"
FIRST, LAST = 100, 1000
LOOKS, BETWEEN_LOOKS = 10, 0.1  # and the seconds between them
SHORTEST, LENGTHS = 30, 60  # days of a report; no two reports are of the same days
MOST_BEFORE = MESSAGES + 3  # reports that were asked for already

Command = Callable[[], float]


class Nowhere(Executor):
    """Takes work and leaves it: only the acknowledgement is measured."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


@contextmanager
def sandbox() -> Iterator[Sandbox]:
    """A workspace without delays, where a minute's calls may be made in a second.

    What this process holds by then is not searched for garbage while others wait for the workspace.
    """
    settled()
    timing = Timing(scan=0, share=0, posts_at_once=1_000_000)
    workspace = Workspace(manifest(), timing=timing, ticks=lambda: 60 * time.monotonic())
    with Sandbox.start(manifest(), workspace=workspace) as started:
        yield started


def rows(url: str, reports: int = LAST) -> Iterator[Row]:
    """Acknowledgement, the whole message, and what a bot holds on to after many reports."""
    with sandbox() as started:
        yield from _acknowledged(url, started)
    with sandbox() as started, serving(url, started) as process:
        engine = open_engine(url)
        yield from _answered(started, engine)
        engine.dispose()
        yield from _held(started, process, reports)


@contextmanager
def acknowledging(url: str, started: Sandbox) -> Iterator[Command]:
    """The bot in this process, to be sent commands; each gives the milliseconds until it is acknowledged."""
    engine, nowhere = open_engine(url), Nowhere()
    client = slack_client(started.bot_token, started.api_url)
    desk = Desk(engine, nowhere, nowhere, nowhere, started.api_url, "acme", wall)
    app = create_app(client, desk, SecretStr(SECRET))
    for number in range(LISTENERS):
        _listen(app, number)

    def command() -> float:
        body, headers = _signed()
        begun = time.perf_counter()
        answer = app.dispatch(BoltRequest(body=body, headers=headers))
        taken = (time.perf_counter() - begun) * 1000
        if answer.status != 200:
            raise AssertionError(answer.body)
        return taken

    yield command
    engine.dispose()


def _acknowledged(url: str, started: Sandbox) -> Iterator[Row]:
    verifier = SignatureVerifier(SECRET)
    ours, floor = [], []
    with acknowledging(url, started) as command:
        for _ in range(COMMANDS):
            body, headers = _signed()
            begun = time.perf_counter()
            if not verifier.is_valid_request(body, headers) or not parse_qs(body):
                raise AssertionError("the signature of the benchmark is wrong")
            floor.append((time.perf_counter() - begun) * 1000)
            ours.append(command())
    what = f"command to acknowledged, {LISTENERS} more listeners"
    over = median(ours) - median(floor)
    yield Row(f"{what}: median over HMAC check and form parse alone", "", over, "ms", limit=OVER)
    yield Row(f"{what}: 99th percentile", "", quantiles(ours, n=100)[98], "ms", limit=NINETY_NINTH)


def _listen(app: App, number: int) -> None:
    @app.action(f"bench-{number}")
    def act(ack: Ack) -> None:
        ack()


def _signed() -> tuple[str, dict[str, Any]]:
    """A command as Slack sends it over HTTP, now."""
    fields = {"command": "/usage", "text": WORDS, "team_id": "T1", "channel_id": GENERAL, "user_id": MIRA}
    fields |= {"response_url": "https://hooks.slack.com/commands/1", "trigger_id": str(time.time_ns())}
    body, stamp = urlencode(fields), str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
    return body, {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }


@contextmanager
def serving(url: str, started: Sandbox) -> Iterator[int]:
    """`usagebot serve` in a process of its own; its id, once it listens."""
    environment = os.environ | {
        "USAGE_DATABASE_URL": url,
        "USAGE_ORG": "acme",
        "USAGE_TICK_SECONDS": "0",
        "USAGE_HEALTH_PORT": "0",
        "SLACK_BOT_TOKEN": started.bot_token,
        "SLACK_APP_TOKEN": started.app_token,
        "SLACK_API_URL": started.api_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(4)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def _ask(started: Sandbox, number: int) -> float:
    """Milliseconds from typing a command to the complete message; each number asks for days of its own."""
    workspace = started.workspace
    before = len(workspace.messages(GENERAL))
    begun = time.perf_counter()
    workspace.type(MIRA, GENERAL, f"/usage {_words(number)}")
    workspace.wait_for(lambda: any(said.user != MIRA for said in workspace.messages(GENERAL)[before:]), 30)
    return (time.perf_counter() - begun) * 1000


def _words(number: int) -> str:
    last = NEWEST - timedelta(number // LENGTHS)
    first = last - timedelta(SHORTEST + number % LENGTHS - 1)
    return f"questions {first}..{last}"


def _answered(started: Sandbox, engine: Engine) -> Iterator[Row]:
    """All of a message, and what of it is neither the sandbox's own time nor the drawing of its chart."""
    for number in range(3):
        _ask(started, number)
    whole, alone, said = [], [], []
    for number in range(3, 3 + MESSAGES):
        before = len(started.workspace.calls)
        whole.append(_ask(started, number))
        alone.append(_drawn_alone(engine, number))
        said.append([(call.method, _sent(call)) for call in started.workspace.calls[before:]])
    sandboxs = median(_answered_alone(started, said))
    what = f"command to complete message, warm: questions of {SHORTEST} days and more"
    yield Row(f"{what}: all of it", "SQLite", median(whole), "ms")
    yield Row(f"{what}: its calls by a client that does nothing else", "SQLite", sandboxs, "ms")
    title = f"{what}, besides the sandbox's own time, beside its chart alone"
    yield Row(title, "SQLite", median(whole) - sandboxs, "ms", median(alone), MESSAGE)


def _drawn_alone(engine: Engine, number: int) -> float:
    """Milliseconds of drawing the chart of a message, here, where it was not drawn before."""
    counted = report_of(engine, _words(number))
    begun = time.perf_counter()
    png(counted.charts[0], counted.caption)
    return (time.perf_counter() - begun) * 1000


def _sent(call: Call) -> dict[str, Any]:
    """The arguments of a call, and the id of the file that an upload was given."""
    return {**call.arguments, **({"file_id": call.response["file_id"]} if call.method == UPLOAD else {})}


def _answered_alone(started: Sandbox, said: list[list[tuple[str, dict[str, Any]]]]) -> list[float]:
    """Milliseconds that the sandbox takes for the calls of each message."""
    path = FOLDER / "calls.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    found: list[float] = run_alone("tests.bench.bare", started.api_url, started.bot_token, path)
    path.unlink()
    return found


def _held(started: Sandbox, process: int, reports: int) -> Iterator[Row]:
    """Memory, threads and open files of a bot after a tenth of the reports and after all of them."""
    first = max(reports * FIRST // LAST, 1)
    say(f"asking for {reports} reports")
    found = []
    for number in range(1, reports + 1):
        _ask(started, MOST_BEFORE + number)
        if number in (first, reports):
            found.append(_holding(process))
    early, late = found[0], found[-1]
    what = f"serve after {reports} reports, beside after {first}"
    yield Row(f"{what}: memory", "SQLite", late[0], "MB", early[0], MEMORY)
    yield Row(f"{what}: threads", "SQLite", late[1], "threads", early[1], 1.0)
    yield Row(f"{what}: open files", "SQLite", late[2], "files", early[2], 1.0)


def _holding(process: int) -> tuple[float, int, int]:
    """The memory of a bot and its drawing processes in MB, and the threads and open files of all of them.

    What they still need a moment for is not held: of several looks the least counts.
    """
    family = [process, *_children(process)]
    memory = sum(_memory(each) for each in family)
    threads, files = [], []
    for _ in range(LOOKS):
        time.sleep(BETWEEN_LOOKS)
        threads.append(_number(family, "task"))
        files.append(_number(family, "fd"))
    return memory, min(threads), min(files)


def _number(family: Sequence[int], what: str) -> int:
    return sum(len(os.listdir(f"/proc/{each}/{what}")) for each in family)


def _children(process: int) -> list[int]:
    parents = {int(each.parent.name): _status(each, "PPid") for each in Path("/proc").glob("[0-9]*/status")}
    return [child for child, parent in parents.items() if parent == process]


def _memory(process: int) -> float:
    return _status(Path(f"/proc/{process}/status"), "VmRSS") / 1024


def _status(file: Path, name: str) -> int:
    """A number that a process's status says; 0 for a process that has ended."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
