"""The bot at work, whichever way Slack reaches it: the store open, Slack greeted, the pools running."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from bot.app import create_app
from bot.clock import Clock, wall
from bot.config import Config, ConfigError
from bot.desk import Desk
from bot.messages.message import Draw, drawn_here
from bot.people import People
from bot.post import slack_client
from bot.refused import error_code
from bot.serving.calm import Calm, Courteous
from bot.serving.pools import connected, started
from storage.engine import reading
from storage.migrate import open_store
from storage.store import Store

log = logging.getLogger(__name__)

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
HOMES = 2  # Home tabs counted at once


@dataclass(frozen=True)
class Bot:
    """What Slack's requests are given to, and the name of the Slack team that they come from."""

    app: App
    client: WebClient
    desk: Desk
    team: str


@contextmanager
def at_work(config: Config, token: str, clock: Clock = wall, draw: Draw = drawn_here) -> Iterator[Bot]:
    """The bot with everything that it needs, until the block ends.

    `clock` replaces the wall's, so that a recorded history can be asked about as of its time; `draw` draws
    its charts.

    Raises `ConfigError` for a refused token and an unreachable Slack, and `StoreError` for a store that
    cannot be used.
    """
    engine = open_store(config.database_url)
    try:
        client = slack_client(token, config.api_url)
        team_id, team = _greeted(client)
        _answerable(connected(engine), config.org)
        calm = Calm()
        with (
            started(Courteous(WORKERS, "work", calm), WORKERS) as work,
            started(ThreadPoolExecutor(EXPORTERS, "export"), EXPORTERS) as exports,
            started(ThreadPoolExecutor(HOMES, "home"), HOMES) as home,
        ):
            people = People(client)
            desk = Desk(
                engine, work, exports, home, config.api_url, config.org, clock, team_id, people, draw, calm
            )
            yield Bot(create_app(client, desk, config.signing_secret), client, desk, team)
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


def _greeted(client: WebClient) -> tuple[str, str]:
    """The id and the name of the team, which also proves the token."""
    try:
        answer = client.auth_test()
        return str(answer["team_id"]), str(answer["team"])
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
