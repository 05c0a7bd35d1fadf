"""Many people press buttons at once: how soon each is acknowledged, how soon words and table have changed."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median, quantiles

from bot.sandbox import Message, Sandbox, User
from tests.bench.answering import NINETY_NINTH, sandbox, serving
from tests.bench.company import LAST
from tests.bench.rows import Row
from tests.bench.store import say
from tests.world import GENERAL

PEOPLE, ROUNDS = 20, 10
TABS = ("origin", "role", "category", "project")
SHORTEST = 20  # days of a report; everybody's is a day longer than the next one's
PAUSE = 0.5  # seconds; not enough to draw what was asked for
VISIBLE = 1000.0  # milliseconds
LONGEST = 30.0


def rows(url: str) -> Iterator[Row]:
    """Acknowledgement and change, with twenty people at it while charts are drawn, and for one alone."""
    with sandbox() as started, serving(url, started):
        people = [User(f"U0BENCH{number:02d}", f"p{number}", f"P {number}") for number in range(PEOPLE)]
        for person in people:
            started.workspace.add_person(person)
        say(f"{PEOPLE} people click at once")
        messages = [_asked(started, each.id, SHORTEST + n) for n, each in enumerate(people)]
        alone = [_changed(started, people[0].id, messages[0], TABS[n % 4]) for n in range(ROUNDS)]
        acknowledged = _crowded(started, people, messages)
    what = f"{PEOPLE} people click at once while charts are drawn, clicked to acknowledged"
    yield Row(f"{what}: median", "SQLite", median(acknowledged), "ms")
    yield Row(
        f"{what}: 99th percentile", "SQLite", quantiles(acknowledged, n=100)[98], "ms", limit=NINETY_NINTH
    )
    yield Row("click to changed words and table, median", "SQLite", median(alone), "ms", limit=VISIBLE)
    yield Row("click to changed words and table, slowest", "SQLite", max(alone), "ms", limit=VISIBLE)


def _crowded(started: Sandbox, people: Sequence[User], messages: Sequence[Message]) -> list[float]:
    """Everybody goes back a period, again and again: each click wants a chart that was never drawn before."""
    acknowledged: list[float] = []
    before = _uploads(started)
    with ThreadPoolExecutor(PEOPLE) as crowd:
        for _ in range(ROUNDS):
            pressed = [
                crowd.submit(_pressed, started, person.id, message, "show.previous")
                for person, message in zip(people, messages, strict=True)
            ]
            acknowledged += [each.result() for each in pressed]
            time.sleep(PAUSE)
    say(f"{_uploads(started) - before} charts were drawn meanwhile")
    if _uploads(started) - before < PEOPLE:
        raise AssertionError("hardly anything was drawn while people clicked")
    return acknowledged


def _uploads(started: Sandbox) -> int:
    return sum(call.method == "files.completeUploadExternal" for call in started.workspace.calls)


def _asked(started: Sandbox, person: str, days: int) -> Message:
    """The report of the last so many days that somebody asks for, once it is there."""
    workspace = started.workspace
    before = len(workspace.messages(GENERAL))
    workspace.type(person, GENERAL, f"/usage questions {LAST - timedelta(days - 1)}..{LAST}")
    return workspace.wait_for(
        lambda: [m for m in workspace.messages(GENERAL)[before:] if m.user == workspace.bot.id], LONGEST
    )[0]


def _pressed(started: Sandbox, person: str, message: Message, button: str) -> float:
    """Milliseconds until a click is acknowledged."""
    begun = time.perf_counter()
    answer = started.workspace.click(person, message, button)
    if answer.error:
        raise AssertionError(answer.error)
    return (time.perf_counter() - begun) * 1000


def _changed(started: Sandbox, person: str, message: Message, tab: str) -> float:
    """Milliseconds until the words and the table of a message are those of another breakdown."""
    begun = time.perf_counter()
    started.workspace.click(person, message, f"show.tab.{tab}")
    started.workspace.wait_for(lambda: f"by:{tab}" in _words(started, message), LONGEST)
    taken = (time.perf_counter() - begun) * 1000
    time.sleep(0.5)
    return taken


def _words(started: Sandbox, message: Message) -> str:
    """What the buttons under a message say that it shows."""
    found = started.workspace.message(GENERAL, message.ts)
    return " ".join(str(block.get("block_id")) for block in found.blocks) if found else ""
