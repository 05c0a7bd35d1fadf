"""Two processes of the bot behind one balancer: of two clicks on a message, the newest stands at the end."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.manifest import manifest
from bot.sandbox import Message, Sandbox, Timing, Workspace
from bot.sandbox.events import Events
from storage.engine import open_engine, writing
from storage.heard import newest, undisturbed
from tests.signed import SECRET, Lines
from tests.world import GENERAL, MIRA, organisation, questions, send

ROOT = Path(__file__).resolve().parent.parent
RANGES = ("last-7d", "last-90d", "this-month", "last-month", "today", "yesterday")
SOON = 30


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


@contextmanager
def process(sandbox: Sandbox, url: str) -> Iterator[str]:
    """A bot of its own on HTTP; gives its address once it is ready."""
    port = free_port()
    told = {
        "USAGE_DATABASE_URL": url,
        "USAGE_ORG": "acme",
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": sandbox.api_url,
        "USAGE_HTTP_PORT": str(port),
        "USAGE_HEALTH_PORT": "0",
        "USAGE_TICK_SECONDS": "0",
    }
    command = [sys.executable, "-m", "bot", "serve", "--http"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, stderr=subprocess.DEVNULL) as bot:
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            bot.terminate()


def _await(port: int) -> None:
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no bot on port {port}")


@pytest.fixture
def workspace(database_url: str, engine: Engine, tmp_path: Path) -> Iterator[Workspace]:
    send(engine, [*organisation(), *questions()], tmp_path)
    found = Workspace(manifest(), timing=Timing(scan=0.05, share=0.02, posts_at_once=100))
    with ExitStack() as opened:
        lines = Lines(opened.enter_context(ThreadPoolExecutor(8)))
        found.sockets, found.events = lines, Events(lines, found.timing)
        sandbox = opened.enter_context(Sandbox.start(manifest(), workspace=found))
        lines.lead_to(*(opened.enter_context(process(sandbox, database_url)) for _ in range(2)))
        yield found


def days(message: Message) -> str:
    """The days that a report says it shows."""
    row = next(block for block in message.blocks if block["type"] == "actions")
    return str(row["block_id"]).split()[1]


def test_on_postgres_no_later_click_is_heard_while_an_older_one_is_shown(postgres_url: str) -> None:
    engine, place = open_engine(postgres_url), "C1:1.0"
    with closing_pool(engine), ThreadPoolExecutor(1) as pool:
        _click(engine, place, "1795351200.000001")
        with undisturbed(engine, place, "1795351200.000001") as counts:
            later = pool.submit(_click, engine, place, "1795351200.000002")
            time.sleep(0.3)
            assert counts
            assert not later.done()
        assert later.result(SOON)
        with undisturbed(engine, place, "1795351200.000001") as counts:
            assert not counts


def _click(engine: Engine, place: str, at: str) -> bool:
    with writing(engine) as connection:
        return newest(connection, place, at)


@contextmanager
def closing_pool(engine: Engine) -> Iterator[None]:
    yield
    engine.dispose()


def test_the_newest_of_two_clicks_stands_whichever_process_hears_it(workspace: Workspace) -> None:
    workspace.type(MIRA, GENERAL, "/usage questions last-30d")
    message = workspace.wait_for(lambda: workspace.messages(GENERAL), SOON)[0]
    for older, newer in pairwise(RANGES):
        for choice in (older, newer):
            assert workspace.choose(MIRA, message, "show.range", choice).error is None
        workspace.wait_for(lambda wanted=newer: days(message) == wanted, SOON)  # type: ignore[misc]
        time.sleep(0.5)  # whatever an older click still does, it does now
        assert days(message) == newer
