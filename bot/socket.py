"""The bot on Socket Mode: greets Slack, connects, and says in a sentence what an operator can mend."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from bot.app import create_app
from bot.clock import Clock, wall
from bot.config import Config, ConfigError
from bot.desk import Desk
from bot.post import error_code, slack_client
from storage.engine import reading
from storage.migrate import open_store
from storage.store import Store

log = logging.getLogger(__name__)

HELLO_SECONDS = 10.0
BAD_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
    }
)
WORKERS = 4  # reports counted and drawn at once
EXPORTERS = 2  # exports written and uploaded at once


@contextmanager
def running(config: Config, clock: Clock = wall) -> Iterator[str]:
    """The bot, answering until the block ends; gives the name of the Slack team that it answers in.

    `clock` replaces the wall's, so that a recorded history can be asked about as of its time.

    Raises `ConfigError` for a missing, swapped or refused token and an unreachable Slack, and `StoreError`
    for a store that cannot be used.
    """
    bot_token, app_token = config.slack_tokens()
    engine = open_store(config.database_url)
    try:
        client = slack_client(bot_token, config.api_url)
        team = _greeted(client)
        _answerable(engine, config.org)
        with (
            ThreadPoolExecutor(WORKERS, thread_name_prefix="work") as work,
            ThreadPoolExecutor(EXPORTERS, thread_name_prefix="export") as exports,
        ):
            desk = Desk(engine, work, exports, config.api_url, config.org, clock)
            socket = SocketModeHandler(create_app(client, desk), app_token, web_client=client)
            _connect(socket)
            try:
                yield team
            finally:
                _close(socket)
    finally:
        engine.dispose()


def _answerable(engine: Engine, slug: str | None) -> None:
    """Refuse at once an organisation that is not there, rather than at the first question."""
    with reading(engine) as connection:
        store = Store(connection)
        if slug is not None and store.slugs():
            store.organization(slug)
        elif not store.slugs():
            log.warning("The store is empty. Send events with: usagebot ingest FILE")


def serve(config: Config, stop: threading.Event) -> None:
    """Run the bot until `stop` is set."""
    with running(config) as team:
        log.info("Listening in %s. Try: /usage questions last-30d", team)
        stop.wait()


def _greeted(client: WebClient) -> str:
    """The name of the team, which also proves the token."""
    try:
        return str(client.auth_test()["team"])
    except SlackApiError as error:
        if error_code(error) not in BAD_TOKEN:
            raise ConfigError(
                f"{client.base_url} did not answer as Slack does. Check SLACK_API_URL; it ends with /api/."
            ) from None
        raise ConfigError(
            f"Slack refuses SLACK_BOT_TOKEN ({error_code(error)}). "
            "Copy it again from your app's page at api.slack.com/apps (OAuth & Permissions)."
        ) from None
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"Slack cannot be reached ({type(error).__name__}). Check the network and SLACK_API_URL."
        ) from None


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
