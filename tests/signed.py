"""Slack as it calls a bot over HTTP: what people do in the workspace is signed, and sent to an address."""

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from itertools import cycle
from typing import Any
from urllib.parse import urlencode, urlsplit

from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from bot.clock import Today
from bot.config import Config
from bot.manifest import PATH, manifest
from bot.sandbox import Sandbox, Timing, Workspace
from bot.sandbox.events import Events
from bot.sandbox.sockets import Ack, EnvelopeKind, Sockets
from bot.serving import http as web
from tests.world import TODAY

SECRET = "0f1e2d3c4b5a"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
Payload = dict[str, Any]


def encoded(kind: EnvelopeKind, payload: Payload) -> tuple[str, str]:
    """A payload as it travels, and the content type."""
    match kind:
        case "slash_commands":
            return urlencode({key: _text(value) for key, value in payload.items()}), FORM
        case "interactive":
            return urlencode({"payload": json.dumps(payload)}), FORM
        case "events_api":
            return json.dumps(payload), JSON


def _text(value: object) -> str:
    """A field of a form, which has nothing but texts, and those in bytes."""
    return (value if isinstance(value, str) else json.dumps(value)).encode(errors="replace").decode()


def call(address: str, body: str, kind: str = FORM) -> tuple[int, str]:
    """The status and the body of the answer to a request that is signed now."""
    at = str(int(time.time()))
    signed = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body)
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signed or "", "Content-Type": kind}
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)) as connection:
        connection.request("POST", PATH, body=body, headers=headers)
        found = connection.getresponse()
        return found.status, found.read().decode()


class Lines(Sockets):
    """Sends to addresses in turn what would go to sockets, and keeps it."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        super().__init__()
        self._pool = pool
        self.addresses: list[str] = []
        self.sent: list[tuple[EnvelopeKind, Payload]] = []
        self._turns: Iterator[str] = iter(())

    def lead_to(self, *addresses: str) -> None:
        """Send everything to these from now on."""
        self._turns = cycle(addresses)

    def deliver(self, kind: EnvelopeKind, payload: Payload, attempt: int = 0) -> Future[Ack] | None:
        self.sent.append((kind, json.loads(json.dumps(payload))))
        return self._pool.submit(self._acknowledged, next(self._turns), kind, payload)

    def _acknowledged(self, address: str, kind: EnvelopeKind, payload: Payload) -> Ack:
        status, said = call(address, *encoded(kind, payload))
        if status != 200:
            raise TimeoutError(f"answered {status}")
        found: Mapping[str, Any] = json.loads(said) if said.startswith("{") else {}
        return dict(found)


def config(sandbox: Sandbox, url: str, port: int = 0) -> Config:
    """The settings of a bot on HTTP."""
    return Config(
        database_url=url,
        org="acme",
        bot_token=SecretStr(sandbox.bot_token),
        signing_secret=SecretStr(SECRET),
        api_url=sandbox.api_url,
        http_port=port,
        health_port=0,
        tick_seconds=0,
    )


@contextmanager
def slack_over_http(*urls: str) -> Iterator[tuple[Sandbox, Lines]]:
    """A workspace, and a bot on each store, which hear of it in turn."""
    workspace = Workspace(manifest(), timing=Timing(scan=0.05, share=0.02, posts_at_once=100))
    with ThreadPoolExecutor(8) as pool:
        lines = Lines(pool)
        workspace.sockets, workspace.events = lines, Events(lines, workspace.timing)
        with Sandbox.start(manifest(), workspace=workspace) as sandbox, ExitStack() as bots:
            for url in urls:
                running = web.running(config(sandbox, url), Today(TODAY))
                lines.addresses.append(bots.enter_context(running))
            lines.lead_to(*lines.addresses)
            yield sandbox, lines
