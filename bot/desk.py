"""What every listener works with, handed to it by `create_app`."""

from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Engine

from bot.clock import Today, as_of

SLACK_HOOKS = ("hooks.slack.com", "hooks.slack-gov.com")


@dataclass(frozen=True)
class Desk:
    """The store, the organisation that this bot is set to, and the pools that reports are made in.

    Bolt's own threads only acknowledge: a chart takes longer than Slack waits, and must not hold up others.
    Exports have a pool of their own, because one may take a minute: however many wait there, commands do not.
    """

    engine: Engine
    work: Executor
    exports: Executor
    api_url: str
    org: str | None = None
    today: Today | None = None

    def now(self, zone: str) -> datetime:
        """The moment that reports count up to, in an organisation's zone."""
        return as_of(zone, self.today)

    def may_reply_to(self, url: str) -> bool:
        """Whether a response URL is Slack's own: numbers are sent nowhere else."""
        host = urlsplit(url).netloc
        return host in SLACK_HOOKS or host == urlsplit(self.api_url).netloc
