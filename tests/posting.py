"""What is said unasked, measured on a store and posted in a strict sandbox."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from sqlalchemy import Engine

from bot import post
from bot.manifest import manifest
from bot.messages.message import Block, Message
from bot.sandbox import Message as Said
from bot.sandbox import Sandbox, Timing, Workspace
from reports.digest import Digest, Wish, measure_digest
from reports.warning import CreditWarning, measure_warning
from storage.engine import reading
from storage.records import Bounds
from storage.store import Store
from tests.world import GENERAL

ZONE = ZoneInfo("America/New_York")


def at(day: str, time: str = "09:00") -> datetime:
    """A moment of the organisation's zone."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE)


def digest(
    engine: Engine, day: str, wish: Wish, *, org: str = "acme", bounds: Bounds | None = None
) -> Digest:
    """The digest that is due at nine of a day, in a channel that is bound to nothing or to something."""
    with reading(engine) as connection:
        store = Store(connection)
        seen = replace(store.organization(org), bounds=bounds or Bounds())
        return measure_digest(store, seen, wish, at(day))


def warning(engine: Engine, day: str, level: int) -> CreditWarning:
    """The warning of a level late on a day."""
    with reading(engine) as connection:
        store = Store(connection)
        return measure_warning(store, store.organization("acme"), at(day, "23:59"), level)


@contextmanager
def channel() -> Iterator["Channel"]:
    """A channel of a workspace that scans files at once."""
    workspace = Workspace(manifest(), timing=Timing(scan=0.02, share=0.02, posts_at_once=100))
    with Sandbox.start(manifest(), workspace=workspace) as sandbox:
        yield Channel(workspace, post.slack_client(sandbox.bot_token, sandbox.api_url))


class Channel:
    """Takes messages as Slack does, or refuses them."""

    def __init__(self, workspace: Workspace, client: WebClient) -> None:
        self._workspace, self._client = workspace, client

    def take(self, message: Message) -> Said:
        """Post a message with its pictures, and read what stands in the channel."""
        post.post(self._client, GENERAL, message)
        return self._workspace.messages(GENERAL)[-1]


def words(message: Message) -> str:
    """Every word in the blocks of a message, as people read it."""
    return marked(message.blocks).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def marked(blocks: Iterable[Block]) -> str:
    """Every text with marks in it, as Slack gets it, and the headers, which have none."""
    found = []
    for block in blocks:
        texts = [*block.get("elements", ()), *block.get("fields", ()), *filter(None, [block.get("text")])]
        found += [text["text"] for text in texts if isinstance(text.get("text"), str)]
    return "\n".join(found)
