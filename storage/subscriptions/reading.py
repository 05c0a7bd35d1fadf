"""Which subscriptions there are."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from storage.subscriptions.record import Subscription, subscription
from storage.tables import subscriptions

S = subscriptions.c


def of_org(connection: Connection, org_id: int) -> tuple[Subscription, ...]:
    """The subscriptions of an organisation that have not been removed, paused ones too, by number."""
    query = select(subscriptions).where(S.org_id == org_id, S.removed_at.is_(None)).order_by(S.id)
    return tuple(subscription(row) for row in connection.execute(query))


def find(connection: Connection, org_id: int, number: int) -> Subscription | None:
    """An organisation's subscription of that number; None if there is none, or it has been removed."""
    query = select(subscriptions).where(S.org_id == org_id, S.id == number, S.removed_at.is_(None))
    row = connection.execute(query).one_or_none()
    return None if row is None else subscription(row)


def all_active(connection: Connection, now: datetime) -> tuple[Subscription, ...]:
    """What every organisation has subscribed to and has not paused, as of `now`.

    One whose pause is over counts again, from the end of the pause on: what fell due in it is not planned.
    """
    query = select(subscriptions).where(S.removed_at.is_(None)).order_by(S.id)
    found = (subscription(row) for row in connection.execute(query))
    return tuple(_awake(each) for each in found if not each.paused(now))


def _awake(found: Subscription) -> Subscription:
    if found.active or found.paused_until is None:
        return found
    return replace(found, active=True, planned_until=max(found.planned_until, found.paused_until))
