"""What every listener works with, handed to it by `create_app`."""

from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Engine

from bot.clock import Clock, wall
from bot.messages.message import Draw, drawn_here
from bot.people import People
from bot.replies.pictures import Pictures
from bot.serving.calm import Calm

SLACK_HOOKS = ("hooks.slack.com", "hooks.slack-gov.com")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Desk:
    """The store, the organisation that this bot is set to, and the pools that reports are made in.

    Bolt's own threads only acknowledge: a chart takes longer than Slack waits, and must not hold up others.
    Exports have a pool of their own, because one may take a minute: however many wait there, commands do not.
    Home has one, too: it opens at once, however many reports wait.
    """

    engine: Engine
    work: Executor
    exports: Executor
    home: Executor
    api_url: str
    org: str | None = None
    clock: Clock = wall
    team: str | None = None  # the id of the Slack team that the bot's token belongs to
    people: People | None = None  # who is who in Slack; None where nobody can be asked
    draw: Draw = field(default=drawn_here, compare=False)
    calm: Calm = field(default_factory=Calm, compare=False)  # told of every request that is acknowledged
    pictures: Pictures = field(default_factory=Pictures, compare=False)  # those that Slack has scanned

    def now(self, zone: str) -> datetime:
        """The moment that reports count up to, in an organisation's zone."""
        return self.clock(zone)

    def may_reply_to(self, url: str) -> bool:
        """Whether a response URL is Slack's own: numbers are sent nowhere else."""
        ours, theirs = urlsplit(self.api_url), urlsplit(url)
        # A workspace on this machine may call itself localhost while it is asked for at 127.0.0.1.
        local = ours.hostname in LOOPBACK and theirs.hostname in LOOPBACK
        return theirs.netloc in SLACK_HOOKS or theirs.netloc == ours.netloc or local
