"""`usagebot serve`: the bot in Slack, over Socket Mode or HTTP, until it is stopped."""

from typing import Annotated

import typer

# Seconds that one thread keeps the interpreter: those that count must not hold up those that acknowledge.
TURN = 0.0005


def serve(
    http: Annotated[
        bool,
        typer.Option("--http", help="Let Slack call the bot, signed, at /slack/events (USAGE_HTTP_PORT)."),
    ] = False,
) -> None:
    """Run the bot in Slack; stop it with Ctrl-C.

    Needs SLACK_BOT_TOKEN, and SLACK_APP_TOKEN, or with --http SLACK_SIGNING_SECRET.
    """
    import signal
    import sys
    import threading

    from bot.config import settings
    from bot.logs import start_logging
    from bot.serving import http as web
    from bot.serving import socket

    config = settings()
    start_logging(config.log_level)
    sys.setswitchinterval(TURN)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    serve_until = web.serve if http else socket.serve
    serve_until(config, stop)
