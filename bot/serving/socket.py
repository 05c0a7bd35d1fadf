"""The bot on Socket Mode: connects, and says in a sentence what an operator can mend."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import IPPROTO_TCP, SHUT_RD, TCP_NODELAY
from socket import socket as Socket

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient

from bot.clock import Clock, wall
from bot.config import Config, ConfigError
from bot.jobs.pace import Pace
from bot.messages.message import Draw, drawn_here
from bot.serving.drawing import drawing
from bot.serving.duty import on_duty
from bot.serving.health import Hearing
from bot.serving.pools import settled, started
from bot.serving.work import Bot, at_work

log = logging.getLogger(__name__)

HELLO_SECONDS = 10.0
HEARERS = 10  # messages that are dispatched at once
# Bytes read at a time: what comes with a click has ten thousand, and every read waits for its turn to go on.
MANY_AT_ONCE = 256 * 1024


@contextmanager
def running(
    config: Config,
    clock: Clock = wall,
    pace: Pace = Pace(),  # noqa: B008 - frozen
    draw: Draw = drawn_here,
) -> Iterator[Bot]:
    """The bot, answering until the block ends.

    `clock` replaces the wall's, so that a recorded history can be asked about as of its time; `pace` is how
    fast it does its jobs, but for the tick, which is a setting; `draw` draws its charts.

    Raises `ConfigError` for a missing, swapped or refused token and an unreachable Slack, and `StoreError`
    for a store that cannot be used.
    """
    bot_token, app_token = config.slack_tokens()
    with at_work(config, bot_token, clock, draw) as bot:
        socket = SocketModeHandler(
            bot.app,
            app_token,
            web_client=bot.client,
            receive_buffer_size=MANY_AT_ONCE,
            concurrency=HEARERS,
        )
        started(socket.client.message_workers, HEARERS)
        _connect(socket)
        try:
            with on_duty(bot, config, pace, Hearing(socket.client).deaf):
                yield bot
        finally:
            _close(socket)


def serve(config: Config, stop: threading.Event) -> None:
    """Run the bot until `stop` is set."""
    with drawing() as draw, running(config, draw=draw) as bot:
        settled()
        log.info("Listening in %s. Try: /usage questions last-30d", bot.team)
        stop.wait()


def _connect(socket: SocketModeHandler) -> None:
    """Connect, and wait for Slack's hello: what is sent to the app before that does not reach it."""
    greeted = threading.Event()

    def on_message(client: BaseSocketModeClient, message: dict[str, object], _raw: str | None = None) -> None:
        if message.get("type") == "hello":
            _at_once(client)
            greeted.set()

    socket.client.message_listeners.append(on_message)
    try:
        socket.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise ConfigError(
            f"Slack refuses SLACK_APP_TOKEN ({error.response.get('error')}). "
            "It needs the scope connections:write; "
            "make one at api.slack.com/apps (Basic Information, App-Level Tokens)."
        ) from None
    if not greeted.wait(HELLO_SECONDS):
        log.warning("Slack has not said hello yet; the connection keeps trying.")


def _at_once(client: BaseSocketModeClient) -> None:
    """Let small messages go out at once: an acknowledgement else waits until the one before is confirmed."""
    session = client.current_session if isinstance(client, SocketModeClient) else None
    if session is not None and session.sock is not None:
        session.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)


def _close(socket: SocketModeHandler) -> None:
    """Hang up; a connection that is being renewed at that moment has no session to close yet."""
    _stop_hearing(socket.client)
    try:
        socket.close()  # type: ignore[no-untyped-call]
    except AttributeError:
        log.debug("The socket was closed while it reconnected")


def _stop_hearing(client: BaseSocketModeClient) -> None:
    """Wake the thread that waits for Slack's next word; hanging up would wait with it, for three seconds."""
    if not isinstance(client, SocketModeClient):
        return
    session = client.current_session
    if session is None or session.sock is None:
        return
    client.auto_reconnect_enabled = False
    client.current_session_state.terminated = True
    with suppress(OSError):  # Slack hung up first
        # Below TLS, whose own shutdown would let a late acknowledgement out in clear.
        Socket.shutdown(session.sock, SHUT_RD)
