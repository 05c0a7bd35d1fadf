"""The bot on Socket Mode: connects, and says in a sentence what an operator can mend."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.clock import Clock, wall
from bot.config import Config, ConfigError
from bot.jobs.pace import Pace
from bot.serving.duty import on_duty
from bot.serving.health import Hearing
from bot.serving.work import Bot, at_work

log = logging.getLogger(__name__)

HELLO_SECONDS = 10.0


@contextmanager
def running(config: Config, clock: Clock = wall, pace: Pace = Pace()) -> Iterator[Bot]:  # noqa: B008 - frozen
    """The bot, answering until the block ends.

    `clock` replaces the wall's, so that a recorded history can be asked about as of its time; `pace` is how
    fast it does its jobs, but for the tick, which is a setting.

    Raises `ConfigError` for a missing, swapped or refused token and an unreachable Slack, and `StoreError`
    for a store that cannot be used.
    """
    bot_token, app_token = config.slack_tokens()
    with at_work(config, bot_token, clock) as bot:
        socket = SocketModeHandler(bot.app, app_token, web_client=bot.client)
        _connect(socket)
        try:
            with on_duty(bot, config, pace, Hearing(socket.client).deaf):
                yield bot
        finally:
            _close(socket)


def serve(config: Config, stop: threading.Event) -> None:
    """Run the bot until `stop` is set."""
    with running(config) as bot:
        log.info("Listening in %s. Try: /usage questions last-30d", bot.team)
        stop.wait()


def _connect(socket: SocketModeHandler) -> None:
    """Connect, and wait for Slack's hello: what is sent to the app before that does not reach it."""
    greeted = threading.Event()

    def on_message(_client: object, message: dict[str, object], _raw: str | None = None) -> None:
        if message.get("type") == "hello":
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


def _close(socket: SocketModeHandler) -> None:
    """Hang up; a connection that is being renewed at that moment has no session to close yet."""
    try:
        socket.close()  # type: ignore[no-untyped-call]
    except AttributeError:
        log.debug("The socket was closed while it reconnected")
