"""The bot with its real listeners, but no threads of its own: what it does is done when it is waited for."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from itertools import count
from typing import Any

from slack_bolt import BoltRequest
from sqlalchemy import Engine

from bot.app import create_app
from bot.clock import Today
from bot.desk import Desk
from bot.manifest import manifest
from bot.people import People
from bot.post import slack_client
from bot.sandbox import Sandbox, Timing, Workspace
from bot.sandbox.events import Events
from bot.sandbox.rates import Rates
from bot.sandbox.sockets import Ack, EnvelopeKind, Sockets
from reports.report import Chart
from tests.world import TODAY

# The smallest PNG: one grey point.
POINT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


class AtOnce(Executor):
    """Does everything in the thread that asks for it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Queue(Executor):
    """Keeps what is to be done until it is waited for, as Slack hears acknowledgements first."""

    def __init__(self) -> None:
        self._deeds: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._deeds.append((future, lambda: fn(*args, **kwargs)))
        return future

    def empty(self) -> None:
        """Do all of it; whatever goes wrong in a pool that nobody asks is wrong."""
        while self._deeds:
            future, deed = self._deeds.popleft()
            future.set_result(deed())


class Direct(Sockets):
    """Hands every envelope to the app itself."""

    def __init__(self) -> None:
        super().__init__()
        self.hear: Callable[[dict[str, Any]], Ack] = dict

    def deliver(self, kind: EnvelopeKind, payload: dict[str, Any], attempt: int = 0) -> Future[Ack] | None:
        future: Future[Ack] = Future()
        future.set_result(self.hear(payload))
        return future


@dataclass(frozen=True)
class InlineBot:
    """A bot, and the workspace that it is in."""

    sandbox: Sandbox
    queue: Queue
    direct: Direct
    desk: Desk

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.workspace

    def done(self, act: Callable[[], Any]) -> Any:
        """Do something in the workspace, and wait for all that comes of it."""
        found = act()
        self.queue.empty()
        return found


@contextmanager
def inline_bot(engine: Engine, team: str) -> Iterator[InlineBot]:
    """The bot of a Slack team on a store, in a workspace without limits on how much is said."""
    workspace = Workspace(manifest(), timing=Timing(scan=0, share=0, trigger=60))
    minutes = count()
    workspace.rates = Rates(lambda: 60.0 * next(minutes), 100)
    direct, queue = Direct(), Queue()
    workspace.sockets, workspace.events = direct, Events(direct, workspace.timing)
    with Sandbox.start(manifest(), workspace=workspace) as sandbox:
        client = slack_client(sandbox.bot_token, sandbox.api_url)
        desk = Desk(
            engine,
            work=queue,
            exports=queue,
            home=queue,
            api_url=sandbox.api_url,
            org="acme",
            clock=Today(TODAY, time(14, 5)),
            team=team,
            people=People(client),
            draw=_point,
        )
        app = create_app(client, desk)
        app.listener_runner.listener_executor = AtOnce()

        def hear(payload: dict[str, Any]) -> Ack:
            answer = app.dispatch(BoltRequest(mode="socket_mode", body=payload))
            return _acknowledged(answer.body)

        direct.hear = hear
        yield InlineBot(sandbox, queue, direct, desk)


def _acknowledged(body: object) -> Ack:
    text = body if isinstance(body, str) else ""
    found: Ack = json.loads(text) if text.startswith("{") else {}
    return found


def _point(_chart: Chart, _caption: str) -> bytes:
    return POINT
