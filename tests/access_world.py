"""All kinds of people and channels, and a store whose every number tells where it is from."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.sandbox import Channel, Message, User, Workspace
from bot.sandbox.rates import Rates
from storage.channels import ChannelSetting, Place, set_channel
from storage.engine import writing
from storage.members import Member, link, set_member_role
from storage.store import Store
from tests.world import TODAY, Door, Line, door, line, send

TEAM = "T0SANDBOX"
VIEWER, ADMIN, GUEST, STRANGER, GONE, APP = "U018", "U0ADMIN", "U0GUEST", "U0STRANGER", "U0GONE", "U0APP"
GLOBEX = "U0GLOBEX"
PAY, TWO, QUESTIONS, OUTSIDE, ALLOWED = "C0PAY", "C0TWO", "C0QUESTIONS", "C0OUTSIDE", "C0ALLOWED"
NAMES = ("Zelda Quint", "Ives Tarn", "Odo Marsh")
PAYMENTS, STOREFRONT = 1237, 2741  # questions of the last 30 days
SPENT = {"payments-api": 611, "storefront": 777, None: 893}

ALL_PROJECTS = ("3,978", "3978", "2,281", "2281", "54,321", "54321", "893")
OF_STOREFRONT = ("Storefront", "storefront", "2,741", "2741", "777")
OF_PAYMENTS = ("Payments API", "payments-api", "1,237", "1237", "611")
THEN = datetime(2026, 11, 1, tzinfo=UTC)
ANYTHING = (*ALL_PROJECTS, *OF_STOREFRONT, *OF_PAYMENTS, *NAMES)


def lines() -> Iterator[Line]:
    """Two projects with questions and credits, a contract, three people; and another organisation."""
    start = "2025-10-01T00:00:00"
    zone = {"time_zone": "America/New_York", "data_start_on": "2025-10-01"}
    yield line("org.upsert", "org-acme", start, name="Acme Inc.", **zone)
    yield line("project.upsert", "p-1", start, slug="payments-api", name="Payments API")
    yield line("project.upsert", "p-2", start, slug="storefront", name="Storefront")
    for number, name in enumerate(NAMES):
        yield line("user.upsert", f"u-{number}", start, display_name=name)
    terms = {"term_start": "2026-02-01", "term_end": "2027-02-01", "allocation": "54321"}
    yield line("contract.upsert", "c-1", start, name="2026 annual", basis="credits", **terms)
    for project, count in (("payments-api", PAYMENTS), ("storefront", STOREFRONT)):
        for nth in range(count):
            at = f"{TODAY - timedelta(days=nth % 30)}T09:00:00"
            person = {"user": f"u-{nth % 3}", "category": ("Debug", "Explain")[nth % 2]}
            yield line("question.asked", f"q-{project}-{nth}", at, project=project, **person)
    for spender, amount in SPENT.items():
        used = {"project": spender, "category": "WorldModel", "amount": str(amount)}
        yield line("credits.used", f"cr-{spender}", f"{TODAY - timedelta(days=3)}T09:00:00", **used)
    yield {**line("org.upsert", "org-globex", start, name="Globex", **zone), "org": "globex"}
    core = {**line("project.upsert", "g-1", start, slug="globex-core", name="Globex Core"), "org": "globex"}
    yield core
    asked = line("question.asked", "g-q", f"{TODAY}T09:00:00", project="globex-core", user=None)
    yield {**asked, "org": "globex"}


def fill(engine: Engine, folder: Path) -> None:
    """Take the lines in: once, into what is copied for each test."""
    assert send(engine, lines(), folder).is_clean


def people(workspace: Workspace) -> None:
    """Let everybody in who is to be told apart, and open the channels."""
    for user in (
        User(ADMIN, "ada", "Ada Admin"),
        User(GUEST, "gus", "Gus Guest", guest=True),
        User(STRANGER, "sam", "Sam Stranger", team="T0ELSEWHERE"),
        User(GONE, "gil", "Gil Gone", deleted=True),
        User(APP, "app", "Another App", is_bot=True),
        User(GLOBEX, "gwen", "Gwen Globex", team="T0GLOBEX"),
    ):
        workspace.add_person(user)
    everybody = set(workspace.users)
    for name in (PAY, TWO, QUESTIONS, OUTSIDE, ALLOWED):
        shared = name in (OUTSIDE, ALLOWED)
        workspace.channels[name] = Channel(name, name.lower(), set(everybody), is_ext_shared=shared)


def bindings(engine: Engine) -> None:
    """What the channels are bound to, and who was given a role."""
    with writing(engine) as connection:
        store = Store(connection)
        acme, globex = store.organization("acme"), store.organization("globex")
        link(connection, acme.id, TEAM, "Sandbox", THEN)
        link(connection, globex.id, "T0GLOBEX", "Globex", THEN)
        set_member_role(connection, acme.id, Member(TEAM, VIEWER, "viewer"))
        set_member_role(connection, acme.id, Member(TEAM, ADMIN, "admin"))
        for channel, setting in (
            (PAY, ChannelSetting(bound_projects=("payments-api",))),
            (TWO, ChannelSetting(bound_projects=("payments-api", "storefront"))),
            (QUESTIONS, ChannelSetting(bound_sections=("questions",))),
            (ALLOWED, ChannelSetting(shared=True)),
        ):
            set_channel(connection, acme.id, Place(TEAM, channel), setting)


@contextmanager
def access_door(url: str, engine: Engine) -> Iterator[Door]:
    """The bot in that world, on a store that was filled."""
    bindings(engine)
    with door(url) as opened:
        people(opened.workspace)
        yield opened


@dataclass
class Watch:
    """What leaves the bot from now on: calls with what they carry, acknowledgements, files."""

    workspace: Workspace
    acks: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._calls = len(self.workspace.calls)
        self._files = set(self.workspace.files)

    def begin_minute(self) -> None:
        """Let the app call as if it had not called yet: a walk is not to wait for Slack's limits."""
        self.workspace.rates = Rates(self.workspace.ticks, 100)

    def settle(self, quiet: float = 0.5, most: float = 20.0) -> "Watch":
        """Wait until nothing has left for a while."""
        until, seen, since = time.monotonic() + most, -1, time.monotonic()
        while time.monotonic() < until and time.monotonic() - since < quiet:
            if len(self.workspace.calls) != seen:
                seen, since = len(self.workspace.calls), time.monotonic()
            time.sleep(0.02)
        return self

    def sent(self, *methods: str) -> list[dict[str, Any]]:
        """What calls of these methods carried; of all, if none is named."""
        calls = self.workspace.calls[self._calls :]
        told = [{"method": c.method, **c.arguments} for c in calls if not methods or c.method in methods]
        # How many bytes a file has is no number of anybody's usage, and may be like one.
        return [{key: value for key, value in each.items() if key != "length"} for each in told]

    def files(self) -> list[str]:
        new = (file for id_, file in self.workspace.files.items() if id_ not in self._files)
        texts = (file.content.decode() for file in new if file.name.endswith(".csv"))
        return [text.replace(",", " , ") for text in texts]  # numbers stand alone there

    def said(self) -> str:
        """Everything, as text."""
        return "\n".join([*(_text(each) for each in (*self.sent(), *self.acks)), *self.files()])

    def posted(self, channel: str) -> str:
        """What everybody in a channel reads."""
        said = self.sent("chat.postMessage", "chat.update", "files.completeUploadExternal")
        here = (each for each in said if channel in (each.get("channel"), each.get("channel_id")))
        return "\n".join(_text(each) for each in here)


def _text(found: Any) -> str:
    """As text, blocks and all: they travel as JSON inside of JSON."""
    if isinstance(found, dict):
        return " ".join(f"{key}={_text(value)}" for key, value in found.items())
    if isinstance(found, list | tuple):
        return " ".join(_text(each) for each in found)
    text = str(found)
    if text[:1] in "[{":
        try:
            return _text(json.loads(text))
        except ValueError:
            return text
    return text


def found(text: str, words: tuple[str, ...]) -> set[str]:
    """Those of the words that a text holds; numbers as numbers of their own."""
    return {
        word for word in words if re.search(rf"(?<![\w.,-]){re.escape(word)}(?![\w-])(?![.,]\d{{3}})", text)
    }


def controls(message: Message) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Everything that can be pressed under a message: action, block, and each option of a menu."""
    for block in message.blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            options = [o["value"] for o in element.get("options", ())]
            if "action_id" in element:
                yield element["action_id"], block["block_id"], tuple(options)
