"""Each delivery once: planned once, held by one process at a time, and never changed by another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, Engine

from storage import deliveries as delivering
from storage import subscriptions as subscribing
from storage.deliveries import Delivery
from storage.engine import open_engine, writing
from storage.errors import StoreError
from storage.moments import now as database_now
from tests.regular import (
    CREDITS,
    NOON,
    WEEKLY,
    due,
    expired,
    organisations,
    planned,
    stored,
    subscribed,
    taken,
)

LATER = NOON + timedelta(days=1)
ENDS: dict[str, Callable[[Connection, int, str], bool]] = {
    "renew": lambda c, id_, me: delivering.renew(c, id_, me, 60),
    "posted": lambda c, id_, me: delivering.posted(c, id_, me, "1.2", "https://x", NOON),
    "uploaded": lambda c, id_, me: delivering.uploaded(c, id_, me, "F1"),
    "finish": lambda c, id_, me: delivering.finish(c, id_, me, "sent", None, NOON),
    "wait": lambda c, id_, me: delivering.wait(c, id_, me, 0, "busy"),
    "unclear": lambda c, id_, me: delivering.unclear(c, id_, me, 0, "no answer"),
}


def told(engine: Engine, name: str, delivery: Delivery, me: str) -> bool:
    with writing(engine) as connection:
        return ENDS[name](connection, delivery.id, me)


def held(engine: Engine, me: str = "one") -> Delivery:
    claim = taken(engine, me)
    assert claim is not None
    return claim.delivery


def test_planning_twice_gives_each_occurrence_once(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        assert delivering.plan(connection, weekly, [due(1), due(2)], NOON + timedelta(hours=1)) == 2
        assert delivering.plan(connection, weekly, [due(2), due(3)], NOON + timedelta(hours=2)) == 1
    assert sorted(stored(engine)) == ["daily 1", "daily 2", "daily 3"]
    with writing(engine) as connection:
        (after,) = subscribing.all_active(connection, NOON)
    assert after.planned_until == NOON + timedelta(hours=2)


def test_replicas_that_plan_at_once_give_each_occurrence_once(database_url: str, engine: Engine) -> None:
    weekly = subscribed(engine)
    occurrences = [due(n) for n in range(30)]

    def replica(_: int) -> int:
        own = open_engine(database_url)
        with writing(own) as connection:
            new = delivering.plan(connection, weekly, occurrences, LATER)
        own.dispose()
        return new

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(replica, range(4))) == [0, 0, 0, 30]
    assert len({each.mark for each in stored(engine).values()}) == 30


def test_planned_until_never_goes_back(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        delivering.plan(connection, weekly, [], LATER)
        delivering.plan(connection, weekly, [], NOON)
        assert subscribing.all_active(connection, NOON)[0].planned_until == LATER


def test_nothing_is_planned_for_what_was_ended_meanwhile(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        subscribing.remove(connection, weekly.id, NOON)
        assert delivering.plan(connection, weekly, [due(1)], LATER) == 0
    assert stored(engine) == {}


def test_a_warning_is_added_or_skipped_once_wherever_it_goes(engine: Engine) -> None:
    alert = subscribed(engine, CREDITS)
    with writing(engine) as connection:
        assert delivering.add(connection, alert, "credit_alert", "credit:c:90:1", "C1", {"n": 1}, NOON)
        assert delivering.add(connection, alert, "credit_alert", "credit:c:90:1", "C1", None, NOON) is None
        assert delivering.skip(connection, alert, "credit_alert", "credit:c:90:1", "C1", "x", NOON) is None
        assert delivering.add(connection, alert, "credit_alert", "credit:c:90:1", "C2", None, NOON) is None
        assert delivering.skip(connection, alert, "credit_alert", "credit:c:75:1", "C1", "covered", NOON)
    assert stored(engine)["credit:c:75:1"].status == "skipped"


def test_a_notice_goes_to_several_people_once_each(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        tell = partial(delivering.add, connection, weekly, "notice", "missed:1")
        assert [tell(person, {}, NOON) is not None for person in ("U1", "U2", "U1")] == [True, True, False]


def test_who_warns_at_the_same_time_waits_and_is_told_that_it_was_said(engine: Engine) -> None:
    alert = subscribed(engine, CREDITS)

    def warn(connection: Connection, channel: str) -> int | None:
        return delivering.add(connection, alert, "credit_alert", "credit:c:90:1", channel, None, NOON)

    def other() -> int | None:
        with writing(engine) as connection:
            return warn(connection, "C2")

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as connection:
            assert warn(connection, "C1") is not None
            late = pool.submit(other)
            with pytest.raises(TimeoutError):
                late.result(0.3)
        assert late.result(10) is None


def test_who_plans_with_an_old_channel_plans_for_the_new_one(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        subscribing.change(connection, weekly.id, replace(weekly.wanted, channel="C2"), NOON)
        assert delivering.plan(connection, weekly, [due(1)], LATER) == 1
    assert stored(engine)["daily 1"].destination == "C2"


def test_the_first_facts_stand(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        delivering.plan(connection, weekly, [due(1)], LATER)
        (waiting,) = delivering.unmeasured(connection, 9)
        assert waiting.facts is None
        assert delivering.freeze(connection, waiting.id, {"n": 1, "deep": [{"x": None}]})
        assert not delivering.freeze(connection, waiting.id, {"n": 2})
        assert delivering.unmeasured(connection, 9) == ()
    assert stored(engine)["daily 1"].facts == {"n": 1, "deep": [{"x": None}]}


def test_what_is_not_measured_is_not_sent(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        delivering.plan(connection, weekly, [due(1)], LATER)
    assert taken(engine) is None


def test_a_claim_is_a_lease_with_a_name(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1)
    claim = taken(engine, "one")
    assert claim is not None
    assert (claim.again, claim.wanted) == (False, True)
    assert (claim.delivery.status, claim.delivery.attempts) == ("sending", 1)
    assert (claim.delivery.owner, claim.delivery.claimed_by) == ("one", "one")
    assert claim.delivery.facts == {"of": "daily 1"}
    with writing(engine) as connection:
        assert claim.delivery.lease_until is not None
        left = claim.delivery.lease_until - database_now(connection)
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)


def test_what_is_held_is_not_claimed_by_another_until_the_lease_has_ended(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1)
    held(engine, "one")
    assert taken(engine, "two") is None
    expired(engine)
    claim = taken(engine, "two")
    assert claim is not None
    assert claim.again
    assert (claim.delivery.attempts, claim.delivery.owner) == (2, "two")


@pytest.mark.parametrize("name", ENDS)
def test_who_lost_the_lease_changes_nothing(engine: Engine, name: str) -> None:
    planned(engine, subscribed(engine), 1)
    mine = held(engine, "one")
    expired(engine)
    held(engine, "two")
    before = stored(engine)
    assert not told(engine, name, mine, "one")
    assert stored(engine) == before
    assert told(engine, name, mine, "two")


@pytest.mark.parametrize("name", ENDS)
def test_what_has_ended_is_not_changed_any_more(engine: Engine, name: str) -> None:
    planned(engine, subscribed(engine), 1)
    mine = held(engine)
    assert told(engine, "finish", mine, "one")
    before = stored(engine)
    assert not told(engine, name, mine, "one")
    assert stored(engine) == before


def test_the_end_is_recorded_and_the_lease_let_go(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1)
    mine = held(engine)
    with writing(engine) as connection:
        delivering.posted(connection, mine.id, "one", "1795.5", "https://slack/p", NOON)
        delivering.uploaded(connection, mine.id, "one", "F1")
        delivering.finish(connection, mine.id, "one", "sent", None, LATER)
    end = stored(engine)["daily 1"]
    assert (end.status, end.message_ts, end.permalink, end.file_id) == (
        "sent",
        "1795.5",
        "https://slack/p",
        "F1",
    )
    assert (end.sent_at, end.owner, end.lease_until, end.claimed_by) == (NOON, None, None, "one")


@pytest.mark.parametrize("status", ["unknown", "failed", "skipped"])
def test_what_was_not_sent_has_no_time_of_sending(engine: Engine, status: str) -> None:
    planned(engine, subscribed(engine), 1)
    mine = held(engine)
    with writing(engine) as connection:
        delivering.finish(connection, mine.id, "one", status, "why", NOON)
    end = stored(engine)["daily 1"]
    assert (end.status, end.error, end.sent_at) == (status, "why", None)
    assert taken(engine) is None


def test_what_waits_is_tried_later_as_if_never_tried(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1)
    mine = held(engine)
    with writing(engine) as connection:
        assert delivering.wait(connection, mine.id, "one", 60, "Slack is busy")
    assert stored(engine)["daily 1"].error == "Slack is busy"
    assert taken(engine) is None
    expired(engine)
    claim = taken(engine, "two")
    assert claim is not None
    assert not claim.again


def test_what_is_unclear_is_looked_for_later(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1)
    mine = held(engine)
    with writing(engine) as connection:
        assert delivering.unclear(connection, mine.id, "one", 60, "no answer")
    assert taken(engine, "two") is None
    expired(engine)
    claim = taken(engine, "two")
    assert claim is not None
    assert claim.again


def test_warnings_go_first_then_notices_then_digests_by_due_time(engine: Engine) -> None:
    weekly, alert = subscribed(engine), subscribed(engine, CREDITS)
    planned(engine, weekly, 2, 1)
    with writing(engine) as connection:
        delivering.add(connection, weekly, "notice", "n", "U1", {"text": "x"}, LATER)
        delivering.add(connection, alert, "credit_alert", "a", "C1", {}, LATER)
    kinds = ("digest", "credit_alert", "notice")
    order = [claim.delivery.key for _ in range(4) if (claim := taken(engine, kinds=kinds))]
    assert order == ["a", "n", "daily 2", "daily 1"]
    assert taken(engine, kinds=kinds) is None


def test_a_lane_claims_its_own_kinds(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1)
    assert taken(engine, kinds=("credit_alert", "notice")) is None
    assert taken(engine, kinds=("digest",)) is not None


def test_a_bot_claims_what_goes_to_its_own_slack_team(engine: Engine) -> None:
    planned(engine, subscribed(engine, team_id="T2"), 1)
    with writing(engine) as connection:
        assert delivering.claim(connection, "one", ("digest",), 60, "T1") is None
        assert delivering.claim(connection, "two", ("digest",), 60, "T2") is not None


def test_what_goes_to_other_slack_teams_leaves_room_to_measure_the_rest(engine: Engine) -> None:
    organisations(engine)
    for team in ("T2", "T1"):
        with writing(engine) as connection:
            mine = subscribing.add(connection, replace(WEEKLY, team_id=team), NOON)
            delivering.plan(connection, mine, [due(1)], NOON + timedelta(hours=2))
    with writing(engine) as connection:
        (found,) = delivering.unmeasured(connection, 1, ("digest",), "T1")
        assert found.subscription_id == mine.id
        assert delivering.unmeasured(connection, 1, ("credit_alert",), "T1") == ()


def test_a_paused_subscription_sends_nothing_but_its_notices(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    with writing(engine) as connection:
        delivering.add(connection, weekly, "notice", "n", "U1", {}, NOON)
        subscribing.pause(connection, weekly.id, None, "The channel is archived.")
    kinds = ("digest", "notice")
    assert [taken(engine, kinds=kinds) is not None for _ in range(2)] == [True, False]


def test_a_pause_that_is_over_holds_nothing_back(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    with writing(engine) as connection:
        past = database_now(connection) - timedelta(seconds=1)
        subscribing.pause(connection, weekly.id, past, None)
    assert taken(engine) is not None


def test_an_unclear_try_is_cleared_up_though_nobody_wants_it_any_more(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    held(engine, "one")
    with writing(engine) as connection:
        subscribing.remove(connection, weekly.id, NOON)
    expired(engine)
    claim = taken(engine, "two")
    assert claim is not None
    assert (claim.again, claim.wanted) == (True, False)


def test_what_waits_for_an_ended_subscription_is_skipped(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    mine = held(engine)
    with writing(engine) as connection:
        subscribing.remove(connection, weekly.id, NOON)
    assert told(engine, "wait", mine, "one")
    assert stored(engine)["daily 1"].status == "skipped"


def test_after_a_pause_that_is_over_a_person_may_send_again(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    mine = held(engine)
    told(engine, "finish", mine, "one")
    with writing(engine) as connection:
        subscribing.pause(connection, weekly.id, database_now(connection) - timedelta(seconds=1), None)
        assert delivering.resend(connection, 1, mine.id).status == "pending"


def test_a_person_sends_again_with_the_same_facts(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1)
    mine = held(engine)
    told(engine, "finish", mine, "one")
    with writing(engine) as connection:
        first = delivering.resend(connection, 1, mine.id)
        assert (first.key, first.status, first.facts) == ("daily 1#resend-1", "pending", mine.facts)
        assert first.mark != mine.mark
    again = held(engine, "two")
    assert again.id == first.id
    told(engine, "finish", again, "two")
    with writing(engine) as connection:
        assert delivering.resend(connection, 1, again.id).key == "daily 1#resend-2"


def test_what_was_missed_is_measured_when_it_is_sent_again(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        id_ = delivering.skip(connection, weekly, "digest", "daily 1", "C1", "missed", NOON)
        assert id_ is not None
        again = delivering.resend(connection, 1, id_)
        assert [each.id for each in delivering.unmeasured(connection, 9)] == [again.id]


def test_sending_again_goes_where_the_subscription_goes_now(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    mine = held(engine)
    told(engine, "finish", mine, "one")
    with writing(engine) as connection:
        subscribing.change(connection, weekly.id, replace(weekly.wanted, channel="C2"), NOON)
        again = delivering.resend(connection, 1, mine.id)
        # Counted anew: another channel may see less.
        assert (again.destination, again.facts) == ("C2", None)


def test_what_cannot_be_sent_again_says_why(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1)
    mine = held(engine)
    with writing(engine) as connection:
        with pytest.raises(StoreError, match="no delivery 999"):
            delivering.resend(connection, 1, 999)
        with pytest.raises(StoreError, match="no delivery"):
            delivering.resend(connection, 2, mine.id)
        with pytest.raises(StoreError, match="still on its way"):
            delivering.resend(connection, 1, mine.id)
        delivering.finish(connection, mine.id, "one", "unknown", None, NOON)
        subscribing.pause(connection, weekly.id, None, None)
        with pytest.raises(StoreError, match="/usage resume"):
            delivering.resend(connection, 1, mine.id)
        subscribing.remove(connection, weekly.id, NOON)
        with pytest.raises(StoreError, match="was ended"):
            delivering.resend(connection, 1, mine.id)


def test_what_is_due_and_not_finished_is_overdue(engine: Engine) -> None:
    weekly = subscribed(engine)
    planned(engine, weekly, 1, 2)
    with writing(engine) as connection:
        assert delivering.overdue(connection, NOON) == ()
        keys = [each.key for each in delivering.overdue(connection, LATER)]
        assert keys == ["daily 1", "daily 2"]
    told(engine, "finish", held(engine), "one")
    with writing(engine) as connection:
        assert [each.key for each in delivering.overdue(connection, LATER)] == ["daily 2"]
        subscribing.pause(connection, weekly.id, None, None)
        assert delivering.overdue(connection, LATER) == ()


def test_what_was_planned_late_is_given_time(engine: Engine) -> None:
    weekly = subscribed(engine)
    with writing(engine) as connection:
        delivering.plan(connection, weekly, [due(1, hours=1)], NOON + timedelta(hours=5))
        assert delivering.overdue(connection, NOON + timedelta(hours=5)) == ()
        assert len(delivering.overdue(connection, NOON + timedelta(hours=6))) == 1


def test_an_organisation_sees_its_own_deliveries_newest_first(engine: Engine) -> None:
    planned(engine, subscribed(engine), 1, 2, 3)
    with writing(engine) as connection:
        assert [each.key for each in delivering.of_org(connection, 1, 2)] == ["daily 3", "daily 2"]
        first = delivering.of_org(connection, 1, 1)[0]
        assert delivering.find(connection, 1, first.id) == first
        assert delivering.find(connection, 2, first.id) is None
        assert delivering.of_org(connection, 2, 9) == ()
