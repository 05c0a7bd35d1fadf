"""What `make demo` prepares, and what stands in its channel when the page opens."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import ConfigError
from bot.demo import CHANNEL, lived, sample
from bot.sample import make
from bot.sandbox import Message, Workspace

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
END = datetime(2026, 11, 30, 23, 59, tzinfo=ZONE)
Posted = tuple[Workspace, list[Message]]


def write(folder: Path, _now: datetime) -> None:
    folder.mkdir()
    (folder / "store.sqlite3").write_text("made")


def test_the_data_are_made_once_a_day(tmp_path: Path) -> None:
    made = sample(tmp_path, NOW, write)
    assert made.folder == tmp_path / "demo-2026-11-22"
    assert sample(tmp_path, NOW + timedelta(hours=1), lambda *_: pytest.fail("made again")) == made


def test_what_was_interrupted_is_not_taken_for_whole(tmp_path: Path) -> None:
    def interrupted(folder: Path, _now: datetime) -> None:
        write(folder, NOW)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample(tmp_path, NOW, interrupted)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        sample(tmp_path / "file" / "under", NOW, write)


def top_up(folder: Path, day: date) -> None:
    """Let the contract be topped up on a day: what is over 100% is below it again."""
    line = {"v": 1, "kind": "contract.adjustment", "id": "more", "source": "billing", "org": "acme"}
    line |= {"at": f"{day}T14:00:00Z", "contract": "c-2026", "effective_on": f"{day}", "amount": "10000"}
    with (folder / f"{day}T1700.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


@pytest.fixture
def posted(tmp_path: Path) -> Iterator[Posted]:
    """What stands in the channel after the six weeks to the last day that the reference figures know."""
    past = sample(tmp_path, END, make)
    top_up(past.folder, date(2026, 11, 25))
    with lived(past, 0) as (sandbox, _):
        channel = next(c.id for c in sandbox.workspace.channels.values() if c.name == CHANNEL)
        yield sandbox.workspace, sandbox.workspace.messages(channel)


def moment(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), ZONE)


def test_six_weeks_have_their_digests_and_each_warning_on_its_day(posted: Posted) -> None:
    has_a_digest_every_monday_at_nine(*posted)
    is_warned_at_each_level_and_again_after_the_top_up(posted[1])


def has_a_digest_every_monday_at_nine(workspace: Workspace, messages: list[Message]) -> None:
    digests = [each for each in messages if each.text.startswith("Weekly usage")]
    mondays = [date(2026, 10, 26) + timedelta(weeks=week) for week in range(6)]
    assert [(moment(each).date(), moment(each).hour) for each in digests] == [(day, 9) for day in mondays]
    for each in digests:
        (reply,) = workspace.thread(each.channel, each.ts)[1:]
        names = [workspace.files[file].name for file in reply.files]
        assert names == [f"playerzero-usage-{moment(each).date()}.csv"]
        assert sum(block["type"] == "image" for block in each.blocks) == 3


def is_warned_at_each_level_and_again_after_the_top_up(messages: list[Message]) -> None:
    warnings = [each for each in messages if not each.text.startswith("Weekly usage")]
    days = [date(2026, 10, 22), date(2026, 11, 11), date(2026, 11, 25)]
    assert [moment(each).date() for each in warnings] == days
    assert ["90" in warnings[0].text, "100" in warnings[1].text, "90" in warnings[2].text] == [True] * 3
