"""The bot on HTTP: Slack sends everything to one address, signed; any load balancer may stand before it."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock, wall
from bot.config import Config, ConfigError
from bot.manifest import PATH
from bot.messages.message import Draw, drawn_here
from bot.serving.drawing import drawing
from bot.serving.duty import on_duty
from bot.serving.health import Health, Reasons
from bot.serving.pools import settled
from bot.serving.web import serving
from bot.serving.work import at_work

log = logging.getLogger(__name__)

MOST_BYTES = 2_000_000  # of a request; Slack's largest, a modal with a message in it, are far below
GRACE_SECONDS = 10  # what is being answered when the bot is stopped may take so long


def web_app(app: App, others: tuple[BaseRoute, ...] = ()) -> Starlette:
    """What Slack calls: one address for events, commands, buttons, menus and modals."""

    async def events(request: Request) -> Response:
        if not _stamp_is_readable(request):
            return PlainTextResponse("This is nothing that Slack signed.", status_code=401)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("This is more than Slack sends.", status_code=413)
        try:
            heard = to_bolt_request(request, body)
        except (ValueError, LookupError, AttributeError, TypeError, RecursionError):  # as `[]`, or `{` often
            return PlainTextResponse("This is nothing that Slack sends.", status_code=400)
        # Bolt waits for the acknowledgement; inline, one listener would hold up everybody's requests.
        return to_starlette_response(await run_in_threadpool(app.dispatch, heard))

    return Starlette(routes=[Route(PATH, events, methods=["POST"]), *others])


def _stamp_is_readable(request: Request) -> bool:
    """Whether Bolt can compare the time and the signature, if there are any: it fails on others."""
    at = request.headers.get("x-slack-request-timestamp", "0")
    return at.isdecimal() and request.headers.get("x-slack-signature", "").isascii()


async def _body(request: Request) -> bytes | None:
    """What was sent, None if it is too long, whatever length it claims to have."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


@contextmanager
def running(config: Config, clock: Clock = wall, draw: Draw = drawn_here) -> Iterator[str]:
    """The bot, answering on HTTP until the block ends; gives the address that it listens on.

    Raises `ConfigError` for a missing secret or token, an unreachable Slack and a port that is taken, and
    `StoreError` for a store that cannot be used.
    """
    token = config.bot_token_for_http()
    listening = _listening(config)
    with listening, at_work(config, token, clock, draw) as bot:
        host, port = listening.getsockname()[:2]
        with (
            on_duty(bot, config) as health,
            serving(web_app(bot.app, _probes(health)), listening, GRACE_SECONDS),
        ):
            yield f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _probes(health: Health) -> tuple[BaseRoute, ...]:
    """What a load balancer asks. The reasons are told on the health endpoint alone, which is not public."""

    def probe(ask: Callable[[], Reasons]) -> Callable[[Request], Response]:
        def endpoint(_request: Request) -> Response:
            return PlainTextResponse("no", status_code=503) if ask() else PlainTextResponse("ok")

        return endpoint

    return Route("/livez", probe(health.dead)), Route("/readyz", probe(health.unready))


def serve(config: Config, stop: threading.Event) -> None:
    """Run the bot until `stop` is set."""
    with drawing() as draw, running(config, draw=draw) as address:
        settled()
        log.info("Slack may call %s%s; put a load balancer with TLS before it.", address, PATH)
        stop.wait()


def _listening(config: Config) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in config.http_host else socket.AF_INET
        return socket.create_server((config.http_host, config.http_port), family=family, backlog=512)
    except OSError as error:
        raise ConfigError(
            f"{config.http_host} port {config.http_port} cannot be used ({error.strerror or error}). "
            "Choose others with USAGE_HTTP_HOST and USAGE_HTTP_PORT, for example USAGE_HTTP_PORT=3001."
        ) from None
