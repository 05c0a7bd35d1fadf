"""A small history, sent in as any other, and the bot in a sandbox workspace to ask about it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Engine

from bot.clock import Today
from bot.config import Config
from bot.manifest import manifest
from bot.sandbox import Answer, Message, Sandbox, Timing, Workspace
from bot.serving.socket import running
from storage.ingest import Receipt, ingest, input_file

TODAY = date(2026, 11, 22)
MIRA = "U017"
GENERAL, RANDOM = "C0GENERAL", "C0RANDOM"
Line = Mapping[str, Any]


def line(kind: str, id_: str, at: str, **fields: Any) -> Line:
    """One line as a source sends it; `at` is a local moment of New York."""
    return {"v": 1, "kind": kind, "id": id_, "source": "test", "at": f"{at}-05:00", "org": "acme", **fields}


def organisation() -> Iterator[Line]:
    """Acme with two projects and three people, one of them with a name that tries to ping everybody."""
    start = "2025-10-01T00:00:00"
    zone = {"time_zone": "America/New_York", "data_start_on": "2025-10-01"}
    yield line("org.upsert", "org-acme", start, name="Acme Inc.", **zone)
    yield line("project.upsert", "p-1", start, slug="payments-api", name="Payments API")
    yield line("project.upsert", "p-2", start, slug="storefront", name="Storefront")
    for number, name in enumerate(("Mira Okafor", "Jonas <!channel>", "Ada <https://evil.test|x>"), 1):
        yield line("user.upsert", f"u-{number}", start, display_name=name)


def questions(days: int = 60) -> Iterator[Line]:
    """A growing number of questions a day up to today, of changing category, origin, person and project."""
    number = 0
    for ago in range(days, -1, -1):
        day = TODAY - timedelta(days=ago)
        for nth in range(1 + (days - ago) // 10):
            number += 1
            yield line(
                "question.asked",
                f"q-{number}",
                f"{day.isoformat()}T{9 + nth:02d}:00:00",
                project=("payments-api", "storefront")[number % 2],
                user=None if number % 7 == 0 else f"u-{1 + number % 3}",
                origin=("web_app", "slack", "mcp")[number % 3],
                category=("Debug", "Explain", "Triage", None)[number % 4],
            )


def send(engine: Engine, lines: Iterable[Line], folder: Path) -> Receipt:
    """Ingest lines as of the end of today."""
    path = folder / "lines.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in lines), encoding="utf-8")
    return send_file(engine, path)


def send_file(engine: Engine, path: Path) -> Receipt:
    """Ingest a file as of the end of today."""
    return ingest(engine, [input_file(path)], lambda zone: datetime.combine(TODAY, time(23, 59), zone))


@dataclass(frozen=True)
class Door:
    """The bot's door: type a command as Mira, read what came."""

    sandbox: Sandbox

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.workspace

    def type(self, words: str, channel: str = GENERAL) -> Answer:
        return self.workspace.type(MIRA, channel, words)

    def posted(self, words: str, channel: str = GENERAL) -> Message:
        """Type a command and wait for the message that it posts for all."""
        before = len(self.workspace.messages(channel))
        answer = self.type(words, channel)
        assert answer.error is None
        return self.workspace.wait_for(lambda: self.workspace.messages(channel)[before:], 10)[0]

    def whispered(self, words: str, channel: str = GENERAL) -> Message:
        """Type a command and wait for the message that only Mira sees."""
        before = len(self.workspace.ephemerals(MIRA, channel))
        answer = self.type(words, channel)
        assert answer.error is None
        return self.workspace.wait_for(lambda: self.workspace.ephemerals(MIRA, channel)[before:], 10)[0]

    def calls(self, method: str) -> int:
        return sum(call.method == method for call in self.workspace.calls)


@contextmanager
def door(database_url: str, scan: float = 0.05) -> Iterator[Door]:
    """The real bot on a store, over Socket Mode, in a sandbox that scans files for so many seconds."""
    workspace = Workspace(manifest(), timing=Timing(scan=scan, share=0.02, posts_at_once=100))
    with Sandbox.start(manifest(), workspace=workspace) as sandbox:
        config = Config(
            database_url=database_url,
            org="acme",
            bot_token=SecretStr(sandbox.bot_token),
            app_token=SecretStr(sandbox.app_token),
            api_url=sandbox.api_url,
            tick_seconds=0,
            health_port=0,
        )
        with running(config, Today(TODAY, time(14, 5))):
            yield Door(sandbox)
