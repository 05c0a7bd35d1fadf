"""Each occurrence has its delivery: on time, late up to a limit, else recorded as missed and said."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Engine

from bot.desk import Desk
from bot.jobs.measuring import measured_digest
from bot.jobs.watch import reasons
from reports.digest import Digest
from storage import subscriptions
from storage.engine import writing
from storage.store import Store
from storage.subscriptions import Subscription
from tests.jobs_world import Office, moment, office


@pytest.fixture
def at_work(engine: Engine, tmp_path: Path) -> Iterator[Office]:
    with office(engine, tmp_path) as opened:
        yield opened


SUNDAY = datetime(2026, 11, 15, 12, tzinfo=UTC)


def keys(at: Office, status: str) -> list[str]:
    return [each.key for each in at.deliveries("digest") if each.status == status]


def test_nothing_is_said_before_its_time(at_work: Office) -> None:
    at_work.subscribe(since=SUNDAY)
    at_work.tick("2026-11-16 08:59")
    assert at_work.said() == []


def test_what_fell_due_while_nobody_was_there_is_said_late(at_work: Office) -> None:
    at_work.subscribe(since=SUNDAY)
    at_work.tick("2026-11-18 08:00")
    assert keys(at_work, "sent") == ["weekly 2026-11-16"]
    assert "Nov 9" in at_work.said()[0].text


@pytest.mark.parametrize(
    ("schedule", "timely", "late"),
    [
        ("daily 09:00", "2026-11-16 20:59", "2026-11-16 21:01"),
        ("weekly mon 09:00", "2026-11-18 08:59", "2026-11-18 09:01"),
        ("monthly 16 09:00", "2026-11-19 08:59", "2026-11-19 09:01"),
    ],
)
def test_beyond_its_limit_a_digest_is_missed(at_work: Office, schedule: str, timely: str, late: str) -> None:
    first = at_work.subscribe(schedule, since=moment("2026-11-16 08:00"))
    at_work.tick(timely)
    with writing(at_work.engine) as connection:
        subscriptions.remove(connection, first.id, at_work.at)
    at_work.subscribe(schedule, since=moment("2026-11-16 08:00"))
    at_work.tick(late)
    assert at_work.statuses("digest") == ["sent", "skipped"]


def test_what_was_missed_is_told_to_the_owner_once_and_in_the_next_digest(at_work: Office) -> None:
    at_work.subscribe("daily 09:00", since=moment("2026-11-12 10:00"))
    at_work.tick("2026-11-16 09:30")
    at_work.tick("2026-11-16 09:31")
    assert keys(at_work, "skipped") == ["daily 2026-11-13", "daily 2026-11-14", "daily 2026-11-15"]
    assert keys(at_work, "sent") == ["daily 2026-11-16"]
    (told,) = at_work.told()
    assert "Nov 13, Nov 14, Nov 15" in told
    assert "Nov 13" in at_work.said()[0].text
    at_work.tick("2026-11-17 09:01")
    assert "Nov 13" not in at_work.said()[1].text


def test_a_planned_digest_that_waited_too_long_is_missed(at_work: Office) -> None:
    at_work.subscribe(since=SUNDAY)
    at_work.workspace.faults.add("chat.postMessage", "429", retry_after=1)
    at_work.tick("2026-11-16 09:00")
    assert at_work.statuses("digest") == ["pending"]
    sleep(1.1)
    at_work.tick("2026-11-18 09:30")
    assert at_work.statuses("digest") == ["skipped"]
    assert ["is late" in told for told in at_work.told()] == [True, False]
    assert "too late" in at_work.told()[1]


def test_what_fell_due_in_a_pause_is_not_made_up_for(at_work: Office) -> None:
    mine = at_work.subscribe("daily 09:00", since=moment("2026-11-12 10:00"))
    with writing(at_work.engine) as connection:
        subscriptions.pause(connection, mine.id, moment("2026-11-15 12:00"), None)
    at_work.tick("2026-11-16 09:30")
    assert keys(at_work, "skipped") == []
    assert keys(at_work, "sent") == ["daily 2026-11-16"]


def test_the_dead_mans_check_tells_of_a_digest_that_does_not_come(at_work: Office) -> None:
    at_work.subscribe(since=SUNDAY)
    at_work.workspace.faults.add("chat.postMessage", "429", retry_after=30)
    at_work.tick("2026-11-16 09:00")
    at_work.tick("2026-11-16 09:14")
    assert at_work.told() == []
    at_work.tick("2026-11-16 09:16")
    at_work.tick("2026-11-16 09:20")
    (told,) = at_work.told()
    assert "is late: the weekly digest of Nov 16 is not posted yet" in told
    assert "for <#C0GENERAL>" in told


def test_the_health_endpoint_tells_of_a_digest_that_nobody_has_planned(at_work: Office) -> None:
    at_work.subscribe(since=SUNDAY)
    at_work.at = moment("2026-11-16 09:14")
    assert reasons(at_work.desk) == ()
    at_work.at = moment("2026-11-16 09:16")
    assert reasons(at_work.desk) == ("Digest 1 was due at 2026-11-16 14:00 UTC and is not planned.",)
    at_work.tick()
    assert reasons(at_work.desk) == ()


def test_a_zone_that_is_no_more_pauses_its_own_digest_alone(at_work: Office) -> None:
    at_work.subscribe(time_zone="Mars/Base", since=SUNDAY)
    at_work.subscribe(since=SUNDAY)
    at_work.tick("2026-11-16 09:00")
    at_work.tick("2026-11-16 09:01")
    assert len(at_work.said()) == 1
    assert at_work.subscription(1).paused(at_work.at)
    (told,) = at_work.told()
    assert "No time zone found with key Mars/Base" in told


def test_a_digest_that_cannot_be_counted_holds_up_no_other(
    at_work: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = at_work.subscribe(since=SUNDAY)
    at_work.subscribe(since=SUNDAY)

    def counted(store: Store, desk: Desk, subscription: Subscription, at: datetime) -> Digest:
        if subscription.id == bad.id:
            raise ZeroDivisionError
        return measured_digest(store, desk, subscription, at)

    monkeypatch.setattr("bot.jobs.measuring.measured_digest", counted)
    at_work.tick("2026-11-16 09:00")
    assert sorted(at_work.statuses("digest")) == ["pending", "sent"]


def test_what_nobody_can_be_told_stands_once_in_the_log_and_the_list(
    at_work: Office, caplog: pytest.LogCaptureFixture
) -> None:
    at_work.subscribe(owner="organization", since=SUNDAY)
    at_work.workspace.faults.add("chat.postMessage", "429", retry_after=30)
    for minute in (0, 16, 17, 18):
        at_work.tick(f"2026-11-16 09:{minute:02d}")
    assert sum("Nobody to tell" in record.message for record in caplog.records) == 1
    (notice,) = at_work.deliveries("notice")
    assert (notice.status, notice.destination) == ("skipped", "nobody")
    assert "is late" in (notice.error or "")
