"""Counts what came of the proof, from what the workspace heard, beside what the store says of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.jobs.looking import EVENT
from bot.sandbox import Workspace
from storage import deliveries
from storage.deliveries import Delivery
from storage.engine import reading
from storage.store import Store
from tests.once.stage import CHANNELS, Expected

FINAL = frozenset({"sent", "unknown", "failed", "skipped"})


@dataclass(frozen=True)
class Tally:
    """How often each occurrence was said: once, twice or more, not at all although nobody was told, unknown.

    `unknown` ones are told to the owner; `untold` are those that are not. `strange` counts messages that
    nothing expected accounts for. `files_twice` counts threads with a second CSV file, `files_missing` the
    sent digests that should have one and have none.
    """

    expected: int
    once: int
    twice: int
    lost: int
    unknown: int
    unknown_said: int
    untold: int
    strange: int
    files: int
    files_twice: int
    files_missing: int

    @property
    def exact(self) -> bool:
        """Each was said exactly once."""
        whole = not (self.files_twice or self.files_missing)
        return self.once == self.expected and not (self.twice or self.strange) and whole

    @property
    def honest(self) -> bool:
        """None was said twice or lost, and of each that is unknown the owner was told."""
        settled = self.once + self.unknown == self.expected
        return settled and not (self.twice or self.lost or self.untold or self.strange or self.files_twice)


def rows(engine: Engine) -> list[Delivery]:
    """Every delivery there is."""
    with reading(engine) as connection:
        org = Store(connection).organization("acme")
        return list(deliveries.of_org(connection, org.id, 100_000))


def settled(engine: Engine, expected: Sequence[Expected]) -> bool:
    """Whether nothing is on its way any more."""
    found = rows(engine)
    wanted = {(each.subscription, each.key) for each in expected}
    done = {(each.subscription_id, each.key) for each in found if each.status in FINAL}
    return wanted <= done and all(each.status in FINAL for each in found)


def count(workspace: Workspace, engine: Engine, expected: Sequence[Expected]) -> Tally:
    """The tally of a play that is over."""
    found = {(each.subscription_id, each.key): each for each in rows(engine)}
    said = _marks(workspace)
    mine = [found[each.subscription, each.key] for each in expected]
    unknown = [each for each in mine if each.status == "unknown"]
    known = [each for each in mine if each.status != "unknown"]
    told = {
        each.key.split(":")[1]
        for each in found.values()
        if each.key.startswith("unknown:") and each.status == "sent" and said[each.mark]
    }
    threads = _files(workspace)
    with_file = [
        found[each.subscription, each.key]
        for each in expected
        if each.with_file and found[each.subscription, each.key].status == "sent"
    ]
    all_said = sum(len(workspace.messages(channel)) for channel in CHANNELS)
    return Tally(
        expected=len(expected),
        once=sum(said[each.mark] == 1 for each in known),
        twice=sum(said[each.mark] > 1 for each in mine),
        lost=sum(said[each.mark] == 0 for each in known),
        unknown=len(unknown),
        unknown_said=sum(said[each.mark] == 1 for each in unknown),
        untold=sum(str(each.id) not in told for each in unknown),
        strange=all_said - sum(said[each.mark] for each in mine),
        files=sum(threads.values()),
        files_twice=sum(number > 1 for number in threads.values()),
        files_missing=sum(not each.error and not threads[each.message_ts or ""] for each in with_file),
    )


def _marks(workspace: Workspace) -> Counter[str]:
    """How often each mark was said, in any channel."""
    return Counter(
        message.metadata["event_payload"]["delivery"]
        for channel in workspace.channels
        for message in workspace.messages(channel)
        if message.metadata and message.metadata["event_type"] == EVENT
    )


def _files(workspace: Workspace) -> Counter[str]:
    """How many CSV files are in each thread."""
    return Counter(
        reply.thread_ts or ""
        for channel in CHANNELS
        for message in workspace.messages(channel)
        for reply in workspace.thread(channel, message.ts)[1:]
        for file_id in reply.files
        if workspace.files[file_id].name.endswith(".csv")
    )
