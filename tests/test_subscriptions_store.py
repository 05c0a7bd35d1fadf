"""Subscriptions: made, changed, paused, resumed and ended, also the organisation's own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage import deliveries as delivering
from storage import subscriptions as subscribing
from storage.engine import open_engine, writing
from storage.store import Store
from storage.subscriptions import ORGANIZATION, Subscription
from tests.regular import CREDITS, NOON, WEEKLY, due, organisations, planned, stored, subscribed, taken

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DIGEST, ALERT = subscribing.DIGEST, subscribing.CREDIT_ALERT


def found(engine: Engine, number: int) -> Subscription:
    with writing(engine) as connection:
        subscription = subscribing.find(connection, 1, number)
    assert subscription is not None
    return subscription


def own(engine: Engine, kind: str, channel: str | None, hours: int = 0) -> Subscription | None:
    with writing(engine) as connection:
        org = Store(connection).organization("acme")
        return subscribing.set_own(connection, org, kind, channel, "T1", NOON + hours * HOUR)


def test_what_is_wanted_is_what_is_stored(engine: Engine) -> None:
    weekly = subscribed(engine, sections=("overview", "questions"))
    alert = subscribed(engine, CREDITS, thresholds=(75, 90, 100))
    assert (weekly.sections, weekly.thresholds, weekly.schedule) == (
        ("overview", "questions"),
        (),
        "weekly mon 09:00",
    )
    assert (alert.sections, alert.thresholds, alert.wanted.kind) == ((), (75, 90, 100), "credit_alert")
    assert (weekly.active, weekly.planned_until, weekly.created_at, weekly.note) == (True, NOON, NOON, None)
    assert found(engine, weekly.id) == weekly
    assert weekly.wanted.sections == ("overview", "questions")


def test_an_organisation_sees_its_own_subscriptions(engine: Engine) -> None:
    organisations(engine, "acme", "globex")
    mine, theirs = subscribed(engine), subscribed(engine, org_id=2)
    with writing(engine) as connection:
        assert subscribing.of_org(connection, 1) == (mine,)
        assert subscribing.find(connection, 1, theirs.id) is None
        assert subscribing.all_active(connection, NOON) == (mine, theirs)


def test_what_was_removed_is_gone_and_skips_what_waits(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1, 2)
    claim = taken(engine)
    with writing(engine) as connection:
        assert subscribing.remove(connection, weekly.id, NOON)
        assert not subscribing.remove(connection, weekly.id, NOON)
        assert not subscribing.pause(connection, weekly.id, None, None)
        assert not subscribing.resume(connection, weekly.id, NOON)
        assert not subscribing.change(connection, weekly.id, WEEKLY, NOON)
        assert subscribing.find(connection, 1, weekly.id) is None
        assert subscribing.of_org(connection, 1) == subscribing.all_active(connection, NOON) == ()
    assert claim is not None
    assert [each.status for each in stored(engine).values()] == ["skipped", "sending"]


def test_a_pause_holds_until_it_is_over(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        subscribing.pause(connection, weekly.id, NOON + DAY, None)
        assert subscribing.all_active(connection, NOON + HOUR) == ()
        (awake,) = subscribing.all_active(connection, NOON + DAY)
    assert awake.active
    assert awake.planned_until == NOON + DAY  # what fell due in the pause is not made up for


def test_a_pause_without_an_end_waits_for_a_person(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        subscribing.pause(connection, weekly.id, None, "The channel is archived.")
        assert subscribing.all_active(connection, NOON + 999 * DAY) == ()
    assert found(engine, weekly.id).note == "The channel is archived."
    with writing(engine) as connection:
        subscribing.resume(connection, weekly.id, NOON + 9 * DAY)
    after = found(engine, weekly.id)
    assert (after.active, after.note, after.paused_until) == (True, None, None)
    assert after.planned_until == NOON + 9 * DAY


def test_resuming_what_was_not_paused_leaves_no_occurrence_out(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        subscribing.resume(connection, weekly.id, NOON + DAY)
    assert found(engine, weekly.id).planned_until == NOON


def test_resuming_sends_what_failed_in_the_last_week(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        delivering.plan(connection, weekly, [due(1, -24 * 8), due(2, -24), due(3, -24 * 9), due(4, -2)], NOON)
        for each in delivering.unmeasured(connection, 9):
            delivering.freeze(connection, each.id, {})
    for _ in range(3):
        claim = taken(engine)
        assert claim is not None
        with writing(engine) as connection:
            delivering.finish(connection, claim.delivery.id, "one", "failed", "not_in_channel", NOON)
    with writing(engine) as connection:
        subscribing.pause(connection, weekly.id, None, "Invite me.")
        subscribing.resume(connection, weekly.id, NOON)
    states = {key: each.status for key, each in stored(engine).items()}
    assert states == {"daily 3": "failed", "daily 1": "failed", "daily 2": "pending", "daily 4": "pending"}
    # Counted anew: the channel may see less by now.
    assert stored(engine)["daily 2"].facts is None


def test_resuming_skips_what_waits_for_longer_than_a_week(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    with writing(engine) as connection:
        subscribing.pause(connection, weekly.id, None, None)
        subscribing.resume(connection, weekly.id, NOON + 20 * DAY)
    assert stored(engine)["daily 1"].status == "skipped"


def test_another_schedule_counts_from_now_on(engine: Engine) -> None:
    weekly = subscribed(engine)
    daily = replace(WEEKLY, schedule="daily 08:00", channel="C2")
    planned(engine, weekly, 1, 2)
    taken(engine)
    with writing(engine) as connection:
        assert subscribing.change(connection, weekly.id, daily, NOON + DAY)
    after = found(engine, weekly.id)
    assert (after.schedule, after.channel, after.planned_until) == ("daily 08:00", "C2", NOON + DAY)
    # What may have been posted already stays where it is.
    assert {key: (each.destination, each.facts is None) for key, each in stored(engine).items()} == {
        "daily 1": ("C1", False),
        "daily 2": ("C2", True),
    }


def test_another_channel_leaves_no_occurrence_out(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        subscribing.change(connection, weekly.id, replace(WEEKLY, channel="C2"), NOON + DAY)
    assert found(engine, weekly.id).planned_until == NOON


def test_the_own_subscription_follows_its_setting(engine: Engine) -> None:
    organisations(engine)
    made = own(engine, DIGEST, "C1")
    assert made is not None
    assert (made.owner, made.schedule, made.time_zone) == (ORGANIZATION, "weekly mon 09:00", "UTC")
    assert own(engine, DIGEST, "C1", hours=1) == made
    moved = own(engine, DIGEST, "C2", hours=2)
    assert moved is not None
    assert (moved.id, moved.channel, moved.schedule) == (made.id, "C2", "weekly mon 09:00")
    assert own(engine, DIGEST, None) is None
    with writing(engine) as connection:
        assert subscribing.of_org(connection, 1) == ()


def test_the_own_digest_and_alert_are_two_and_nobody_elses(engine: Engine) -> None:
    mine = subscribed(engine)
    digest, alert = own(engine, DIGEST, "C1"), own(engine, ALERT, "C9")
    assert digest is not None
    assert alert is not None
    assert (alert.thresholds, alert.schedule) == ((90, 100), "")
    own(engine, ALERT, None)
    with writing(engine) as connection:
        assert [each.id for each in subscribing.of_org(connection, 1)] == [mine.id, digest.id]


def test_a_start_does_not_resume_what_a_person_paused(engine: Engine) -> None:
    organisations(engine)
    made = own(engine, DIGEST, "C1")
    assert made is not None
    with writing(engine) as connection:
        subscribing.pause(connection, made.id, None, None)
    again = own(engine, DIGEST, "C1")
    assert again is not None
    assert not again.active
    moved = own(engine, DIGEST, "C2")
    assert moved is not None
    assert moved.active


@pytest.mark.parametrize("kind", [DIGEST, ALERT])
def test_replicas_that_start_at_once_make_one_own_subscription(
    database_url: str, engine: Engine, kind: str
) -> None:
    organisations(engine)

    def replica(_: int) -> None:
        replicas = open_engine(database_url)
        own(replicas, kind, "C1")
        replicas.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(replica, range(4)))
    with writing(engine) as connection:
        assert len(subscribing.of_org(connection, 1)) == 1
