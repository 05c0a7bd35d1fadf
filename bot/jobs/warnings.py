"""Checks the credits: whether a contract has crossed a level that somebody wants to be warned of."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from bot.clock import Clock
from reports.contract import Standing, standing
from reports.warning import crossed, warning_key
from storage import deliveries, subscriptions
from storage.engine import reading, writing
from storage.records import Organization
from storage.store import Store
from storage.subscriptions import CREDIT_ALERT, Subscription

COVERED = "Covered by the warning of a higher level."


def check_credits(engine: Engine, slug: str | None, clock: Clock) -> int:
    """Store a warning wherever a level is newly crossed, in one organisation or in all; how many were stored.

    What it says is counted, and sent, by whoever runs the jobs. Raises `StoreError`.
    """
    with reading(engine) as connection:
        store = Store(connection)
        active = subscriptions.all_active(connection, clock("UTC"))
        watched = {each.org_id for each in active if each.kind == CREDIT_ALERT}
        names = [slug] if slug else store.slugs()
        orgs = [org for org in map(store.organization, names) if org.id in watched]
        stands = [(org, standing(store, org, clock(org.time_zone).date())) for org in orgs]
    return sum(_warn(engine, org, stand, clock) for org, stand in stands if stand)


def _warn(engine: Engine, org: Organization, stands: Standing, clock: Clock) -> int:
    now = clock(org.time_zone)
    with reading(engine) as connection:
        active = subscriptions.all_active(connection, now)
    alerts = [each for each in active if (each.org_id, each.kind) == (org.id, CREDIT_ALERT)]
    over = [each for each in alerts if crossed(stands, each.thresholds) is not None]
    if not over:
        return 0
    with writing(engine) as connection:
        return sum(_store(connection, each, stands, now) for each in over)


def _store(connection: Connection, subscription: Subscription, stands: Standing, now: datetime) -> bool:
    """Store the warning of the highest level, and that the lower ones are covered by it, also waiting ones.

    The unique key decides, so that neither another process nor late data warns of a level again.
    """
    highest = crossed(stands, subscription.thresholds)
    if highest is None:
        return False
    channel = subscription.channel
    key = warning_key(stands, highest)
    new = deliveries.add(connection, subscription, CREDIT_ALERT, key, channel, None, now)
    for lower in subscription.thresholds:
        if lower < highest:
            key = warning_key(stands, lower)
            deliveries.skip(connection, subscription, CREDIT_ALERT, key, channel, COVERED, now)
            deliveries.cover(connection, subscription, key, COVERED)
    return new is not None
