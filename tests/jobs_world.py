"""The jobs on a store and a sandbox workspace, one round at a time, at any moment of the history."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from sqlalchemy import Engine, update

from bot.desk import Desk
from bot.jobs.pace import Pace
from bot.jobs.ticker import tick
from bot.manifest import manifest
from bot.post import slack_client
from bot.sandbox import Message, Sandbox, Timing, Workspace
from storage import deliveries, subscriptions
from storage.deliveries import Delivery
from storage.engine import reading, writing
from storage.store import Store
from storage.subscriptions import Subscription, Wanted
from storage.tables import deliveries as table
from tests.world import GENERAL, MIRA, Line, line, organisation, questions, send

HISTORY = ("channels:history", "groups:history", "im:history")
PACE = Pace(lease=0.6, unclear=0.2, longest_wait=0.4, same_channel=0.0, any_channel=0.0)
NEW_YORK = ZoneInfo("America/New_York")
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def moment(text: str) -> datetime:
    """A local moment of New York: `2026-11-16 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def contract_lines(allocation: int = 1000) -> Iterator[Line]:
    """A contract of so many credits."""
    yield line(
        "contract.upsert",
        "c-1",
        "2025-10-01T00:00:00",
        name="Contract 2026",
        basis="credits",
        term_start="2026-01-01",
        term_end="2027-01-01",
        allocation=f"{allocation}.00",
    )


def credits_line(id_: str, day: str, amount: int) -> Line:
    """So many credits used on a day."""
    at = f"{day}T08:00:00"
    return line("credits.used", id_, at, project="payments-api", category="Player", amount=f"{amount}.00")


@dataclass
class Office:
    """A store, a workspace, and the jobs; `at` is the present moment of both."""

    engine: Engine
    sandbox: Sandbox
    folder: Path
    at: datetime
    pace: Pace = PACE

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.workspace

    @property
    def client(self) -> WebClient:
        return slack_client(self.sandbox.bot_token, self.sandbox.api_url)

    @property
    def desk(self) -> Desk:
        now = self.at
        return Desk(
            self.engine,
            None,  # type: ignore[arg-type]
            None,  # type: ignore[arg-type]
            None,  # type: ignore[arg-type]
            self.sandbox.api_url,
            "acme",
            lambda zone: now.astimezone(ZoneInfo(zone)),
            self.workspace.team_id,
        )

    def tick(self, at: str | None = None) -> None:
        """One whole round, at that local moment."""
        self.at = moment(at) if at else self.at
        tick(self.desk, self.client, self.pace)

    def pass_by(self, seconds: float) -> None:
        """Let so much time pass for leases and waits, which go by the database's clock: nobody moves that."""
        ago = timedelta(seconds=seconds)
        with writing(self.engine) as connection:
            for each in deliveries.of_org(connection, self.org_id, 1000):
                moments = {"lease_until": each.lease_until, "not_before": each.not_before}
                earlier = {name: at - ago for name, at in moments.items() if at}
                if earlier:
                    connection.execute(update(table).where(table.c.id == each.id).values(**earlier))

    def subscribe(self, schedule: str = "weekly mon 09:00", **changes: Any) -> Subscription:
        """Mira subscribes to a digest, or with `thresholds` to warnings, when the history has begun."""
        wanted = Wanted(
            self.org_id, None, self.workspace.team_id, GENERAL, MIRA, "digest", schedule, "America/New_York"
        )
        if changes.get("thresholds"):
            wanted = replace(wanted, kind="credit_alert", schedule="")
        since = changes.pop("since", BEGAN)
        with writing(self.engine) as connection:
            return subscriptions.add(connection, replace(wanted, **changes), since)

    @property
    def org_id(self) -> int:
        with reading(self.engine) as connection:
            return Store(connection).organization("acme").id

    def deliveries(self, kind: str = "") -> list[Delivery]:
        """Everything that was planned, the oldest first."""
        with reading(self.engine) as connection:
            found = deliveries.of_org(connection, self.org_id, 1000)
        return [each for each in reversed(found) if not kind or each.kind == kind]

    def statuses(self, kind: str = "") -> list[str]:
        return [each.status for each in self.deliveries(kind)]

    def subscription(self, number: int) -> Subscription:
        with reading(self.engine) as connection:
            found = subscriptions.find(connection, self.org_id, number)
        assert found is not None
        return found

    def said(self, channel: str = GENERAL) -> list[Message]:
        """What the bot has said in a channel, without replies."""
        return self.workspace.messages(channel)

    def told(self) -> list[str]:
        """What the bot has said to Mira alone."""
        return [message.text for message in self.workspace.messages(f"D0{MIRA[1:]}")]

    def send(self, *lines: Mapping[str, Any]) -> None:
        """Take in more lines."""
        assert send(self.engine, lines, self.folder).is_clean


@contextmanager
def office(engine: Engine, folder: Path, *, scopes: tuple[str, ...] = (), days: int = 60) -> Iterator[Office]:
    """The jobs with the sample organisation; `scopes` are granted besides the manifest's."""
    send(engine, [*organisation(), *questions(days)], folder)
    granted = manifest()
    granted["oauth_config"]["scopes"]["bot"] += scopes
    timing = Timing(scan=0.02, share=0.02, posts_at_once=1000)
    with Sandbox.start(granted, workspace=Workspace(granted, timing=timing)) as sandbox:
        yield Office(engine, sandbox, folder, moment("2026-11-16 09:00"))
