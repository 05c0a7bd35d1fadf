"""What the proof is played with: an organisation, its channels, and who wants to be told what when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.manifest import manifest
from bot.sandbox import Channel, Timing, Workspace
from bot.sandbox.rates import Rates
from storage import subscriptions
from storage.engine import writing
from storage.store import Store
from storage.subscriptions import CREDIT_ALERT, DIGEST, Subscription, Wanted
from tests.jobs_world import HISTORY, contract_lines, credits_line
from tests.once.trouble import Trouble
from tests.world import MIRA, Line, line, organisation, questions, send

START = datetime(2026, 11, 16, 6, tzinfo=ZoneInfo("America/New_York"))
WINDOW = timedelta(hours=6)
CHANNELS = tuple(f"C0ONCE{number:02d}" for number in range(12))
ALERTS, BUSY = 10, 8  # one subscription in so many is to warnings, to a digest with charts and a file


@dataclass(frozen=True)
class Expected:
    """One thing that must be said once: whose, under which key, and whether a file belongs to it."""

    subscription: int
    key: str
    with_file: bool


def workspace(trouble: Trouble, blind: bool) -> Workspace:
    """A workspace that makes trouble; unless `blind`, the bot may read what was said."""
    granted = manifest()
    granted["oauth_config"]["scopes"]["bot"] += () if blind else HISTORY
    made = Workspace(granted, timing=Timing(scan=0.05, share=0.05, posts_at_once=1000))
    made.faults = trouble
    # As much faster as everything else here.
    made.rates = Rates(lambda: made.clock() * 100, 1000)
    for id_ in CHANNELS:
        made.channels[id_] = Channel(id_, id_.lower(), {made.bot.id, MIRA})
    return made


def fill(engine: Engine, folder: Path) -> None:
    """Some questions in two projects, nothing in a third, and a contract at 95 %."""
    assert send(engine, _lines(), folder).is_clean


def _lines() -> Iterator[Line]:
    yield from organisation()
    yield line("project.upsert", "p-3", "2025-10-01T00:00:00", slug="quiet", name="Quiet")
    yield from questions(20)
    yield from contract_lines(1000)
    yield credits_line("cr-1", "2026-11-02", 950)


def subscribe(engine: Engine, team: str, occurrences: int, random: Random) -> tuple[Expected, ...]:
    """So many subscriptions, each due once in the window, spread over it and over the channels."""
    with writing(engine) as connection:
        org = Store(connection).organization("acme")
        projects = {project.slug: project.id for project in org.projects}
        wanted = Wanted(org.id, projects["quiet"], team, "", MIRA, DIGEST, "", "America/New_York")
        made = [
            subscriptions.add(connection, _wish(wanted, number, projects, random), START.astimezone(UTC))
            for number in range(occurrences)
        ]
    busy = projects["payments-api"]
    return tuple(Expected(each.id, _key(each), each.project_id == busy) for each in made)


def _wish(wanted: Wanted, number: int, projects: dict[str, int], random: Random) -> Wanted:
    wanted = replace(wanted, channel=CHANNELS[number % len(CHANNELS)])
    if number % ALERTS == 0:
        return replace(wanted, kind=CREDIT_ALERT, project_id=None, thresholds=(90, 100))
    minutes = random.randint(2, int(WINDOW.total_seconds() / 60) - 2)
    schedule = f"weekly mon {START + timedelta(minutes=minutes):%H:%M}"
    busy = number % BUSY == 0
    return replace(wanted, schedule=schedule, project_id=projects["payments-api" if busy else "quiet"])


def _key(subscription: Subscription) -> str:
    if subscription.kind == CREDIT_ALERT:
        return f"credit:c-1:90:{1000 * 1_000_000}"
    return f"weekly {START.date()}"
