"""Makes a delivery of each occurrence of a digest that has become due, or records that it was missed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.jobs.telling import tell, title
from bot.schedule import Due, Every, Schedule, occurrences
from storage import deliveries, subscriptions
from storage.deliveries import Delivery, Occurrence
from storage.engine import reading, writing
from storage.subscriptions import DIGEST, Subscription

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
    return sum(_plan(desk, each, now) for each in active if each.kind == DIGEST)


def _plan(desk: Desk, subscription: Subscription, now: datetime) -> int:
    schedule = Schedule.parse(subscription.schedule)
    due = tuple(occurrences(schedule, subscription.time_zone, subscription.planned_until, now))
    if not due:
        return 0
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
