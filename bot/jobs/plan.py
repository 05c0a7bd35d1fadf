"""Makes a delivery of each occurrence of a digest that has become due, or records that it was missed."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from bot.desk import Desk
from bot.jobs.telling import tell, title
from bot.schedule import Due, Every, Schedule, occurrences
from storage import deliveries, subscriptions
from storage.deliveries import Delivery, Occurrence
from storage.engine import reading, writing
from storage.subscriptions import DIGEST, Subscription

log = logging.getLogger(__name__)

# So long after its time a digest is still worth reading.
LATE = {
    Every.DAILY: timedelta(hours=12),
    Every.WEEKLY: timedelta(hours=48),
    Every.MONTHLY: timedelta(hours=72),
}
MISSED = "Missed: the bot was not running, or Slack was not reached, until it was too late."


def plan_due(desk: Desk) -> int:
    """Store what has become due since the last look, for every organisation; how many digests are new."""
    now = desk.now("UTC")
    with reading(desk.engine) as connection:
        active = subscriptions.all_active(connection, now)
    return sum(_planned(desk, each, now) for each in active if each.kind == DIGEST)


def _planned(desk: Desk, subscription: Subscription, now: datetime) -> int:
    """How many digests of a subscription are new; one that cannot be planned holds up no other."""
    try:
        schedule = Schedule.parse(subscription.schedule)
        due = tuple(occurrences(schedule, subscription.time_zone, subscription.planned_until, now))
    except (ValueError, ZoneInfoNotFoundError) as error:
        _pause(desk, subscription, str(error).strip("'"), now)
        return 0
    return _plan(desk, subscription, due, now) if due else 0


def _pause(desk: Desk, subscription: Subscription, why: str, now: datetime) -> None:
    """Plan it no more, and tell its owner the way out."""
    log.error("Subscription %s cannot be planned: %s", subscription.id, why)
    with writing(desk.engine) as connection:
        subscriptions.pause(connection, subscription.id, None, why)
        text = (
            f"{title(subscription)} cannot be planned any more: {why}. It is paused. Subscribe again: "
            "`/usage subscribe weekly mon 09:00`"
        )
        tell(connection, subscription, f"unplanned:{subscription.planned_until:%Y-%m-%d %H:%M}", text, now)


def _plan(desk: Desk, subscription: Subscription, due: Sequence[Due], now: datetime) -> int:
    schedule = Schedule.parse(subscription.schedule)
    late = [each for each in due if each.at < now - LATE[schedule.every]]
    timely = [Occurrence(key(schedule, each), each.at) for each in due if each not in late]
    with writing(desk.engine) as connection:
        skipped = [
            each
            for each in late
            if deliveries.skip(
                connection, subscription, DIGEST, key(schedule, each), subscription.channel, MISSED, each.at
            )
        ]
        if skipped:
            text = missed_text(subscription, skipped)
            tell(connection, subscription, f"missed:{key(schedule, skipped[-1])}", text, now)
        return deliveries.plan(connection, subscription, timely, now)


def key(schedule: Schedule, due: Due) -> str:
    """The name of an occurrence: the local day that it is meant on, so that coming round twice is once."""
    return f"{schedule.every} {due.on}"


def too_late(delivery: Delivery, now: datetime) -> bool:
    """Whether a digest is not worth reading any more."""
    every = delivery.key.partition(" ")[0]
    return delivery.kind == DIGEST and now - delivery.due_at > LATE[Every(every)]


def missed_text(subscription: Subscription, missed: Sequence[Due]) -> str:
    """The notice about digests that were not sent."""
    days = ", ".join(f"{each.on:%b} {each.on.day}" for each in missed[-5:])
    days = f"{len(missed)} times, last on {days}" if len(missed) > 5 else f"on {days}"
    return (
        f"{title(subscription)} was not sent {days}: I was not running until it was too late. "
        "It goes on as planned. What happened meanwhile: `/usage overview last-30d`"
    )
