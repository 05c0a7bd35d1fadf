"""The health endpoint on this machine: /livez and /readyz."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.serving.health import Health, Reasons

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


def health_routes(health: Health) -> list[Route]:
    """`/livez` and `/readyz`: 200, or 503 with the reasons."""
    return [Route("/livez", _answering(health.dead)), Route("/readyz", _answering(health.unready))]


def _answering(ask: Callable[[], Reasons]) -> Callable[[Request], Response]:
    # A plain function is run in a thread by Starlette, so that a database that hangs does not hold up /livez.
    def endpoint(_request: Request) -> Response:
        reasons = ask()
        status = 503 if reasons else 200
        return JSONResponse({"ok": not reasons, "reasons": list(reasons)}, status_code=status)

    return endpoint


@contextmanager
def health_endpoint(health: Health, port: int) -> Iterator[str | None]:
    """Serve it on loopback until the block ends; gives its address.

    Port 0 serves nothing. A port that is taken is a warning, because the bot can do its work without.
    """
    if not port:
        yield None
        return
    try:
        listening = socket.create_server((LOOPBACK, port))
    except OSError as error:
        log.warning(
            "No health endpoint: port %s cannot be used (%s). Another: USAGE_HEALTH_PORT=8788 (0: none)",
            port,
            error.strerror,
        )
        yield None
        return
    with listening, serving(Starlette(routes=health_routes(health)), listening):
        yield f"http://{LOOPBACK}:{port}"


@contextmanager
def serving(app: Starlette, listening: socket.socket, grace: int = 1) -> Iterator[None]:
    """Serve in a thread of its own; at the end no new request is taken.

    Those under way have `grace` seconds to be answered.
    """
    settings = uvicorn.Config(
        app,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=grace,
    )
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, args=([listening],), name="web", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=grace + 2)
