"""The dead-man's check: a digest that is due and not there after a quarter of an hour is reported."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from bot.desk import Desk
from bot.jobs.telling import tell, title
from bot.messages.delivery_words import name
from bot.schedule import Due, Schedule, occurrences
from bot.serving.health import Reasons
from storage import deliveries, subscriptions
from storage.deliveries import Delivery
from storage.engine import reading, writing
from storage.subscriptions import DIGEST, Subscription

GRACE = timedelta(minutes=15)


def overdue(desk: Desk) -> tuple[Delivery, ...]:
    """The digests that should have been posted 15 minutes ago, and were not."""
    return tuple(delivery for _, delivery in _overdue(desk))


def watch(desk: Desk) -> int:
    """Tell the owner of each overdue digest, once; how many are overdue."""
    late = _overdue(desk)
    for subscription, each in late:
        with writing(desk.engine) as connection:
            text = _text(title(subscription), each)
            tell(connection, subscription, f"overdue:{each.id}", text, desk.now("UTC"))
    return len(late)


def _overdue(desk: Desk) -> tuple[tuple[Subscription, Delivery], ...]:
    """Overdue digests with their subscriptions; those of another Slack team are its own bot's business."""
    with reading(desk.engine) as connection:
        late = deliveries.overdue(connection, desk.now("UTC") - GRACE)
        found = ((subscriptions.find(connection, each.org_id, each.subscription_id), each) for each in late)
        return tuple(
            (subscription, each)
            for subscription, each in found
            if subscription and each.kind == DIGEST and desk.team in (None, subscription.team_id)
        )


def reasons(desk: Desk) -> Reasons:
    """Each overdue digest in a sentence, for the health endpoint; also what nobody has even planned."""
    posted = (
        f"Delivery {each.id} was due at {each.due_at:%Y-%m-%d %H:%M} UTC and is not posted."
        for each in overdue(desk)
    )
    planned = (
        f"Digest {subscription.id} was due at {due.at:%Y-%m-%d %H:%M} UTC and is not planned."
        for subscription, due in _unplanned(desk)
    )
    return (*posted, *planned)


def _unplanned(desk: Desk) -> Iterator[tuple[Subscription, Due]]:
    """Each digest whose time was 15 minutes ago, with the first one that has no delivery."""
    with reading(desk.engine) as connection:
        active = subscriptions.all_active(connection, desk.now("UTC"))
    for each in active:
        if each.kind == DIGEST and desk.team in (None, each.team_id):
            until = desk.now("UTC") - GRACE
            due = occurrences(Schedule.parse(each.schedule), each.time_zone, each.planned_until, until)
            yield from ((each, first) for first in islice(due, 1))


def _text(whose: str, late: Delivery) -> str:
    why = f" ({late.error.rstrip('.')})" if late.error else ""
    return f"{whose} is late: the {name(late)} is not posted yet{why}. I keep trying."
