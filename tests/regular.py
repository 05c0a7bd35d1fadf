"""Two organisations that are only a name, and what they subscribe to, for tests of what is sent regularly."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, update

from storage import deliveries as delivering
from storage import subscriptions as subscribing
from storage.deliveries import Claim, Delivery, Occurrence
from storage.engine import writing
from storage.moments import now as database_now
from storage.store import Store
from storage.subscriptions import Subscription, Wanted
from storage.tables import deliveries, organizations

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEKLY = Wanted(1, None, "T1", "C1", "U1", "digest", "weekly mon 09:00", "Europe/Berlin")
CREDITS = Wanted(1, None, "T1", "C1", "U1", "credit_alert", "", "UTC", thresholds=(90, 100))


def organisations(engine: Engine, *slugs: str) -> None:
    """Organisations 1, 2, … of these names."""
    values = {"time_zone": "UTC", "data_start_on": date(2025, 10, 1), "set_at": NOON, "content_hash": ""}
    with writing(engine) as connection:
        for slug in slugs or ("acme",):
            connection.execute(insert(organizations).values(slug=slug, name=slug.title(), **values))


def subscribed(engine: Engine, wanted: Wanted = WEEKLY, **changed: Any) -> Subscription:
    """A new subscription, as of noon; the first one makes its organisation."""
    with writing(engine) as connection:
        there = Store(connection).slugs()
    if not there:
        organisations(engine)
    with writing(engine) as connection:
        return subscribing.add(connection, replace(wanted, **changed), NOON)


def due(number: int, hours: float = 1) -> Occurrence:
    """An occurrence so many hours after noon."""
    return Occurrence(f"daily {number}", NOON + timedelta(hours=hours))


def planned(engine: Engine, subscription: Subscription, *keys: int) -> None:
    """Measured digests, each an hour after the one before."""
    with writing(engine) as connection:
        occurrences = [due(key, hours) for hours, key in enumerate(keys, 1)]
        delivering.plan(connection, subscription, occurrences, NOON + timedelta(hours=len(keys)))
        for each in delivering.unmeasured(connection, 100):
            delivering.freeze(connection, each.id, {"of": each.key})


def taken(engine: Engine, me: str = "one", kinds: tuple[str, ...] = ("digest",)) -> Claim | None:
    """A claim for a minute."""
    with writing(engine) as connection:
        return delivering.claim(connection, me, kinds, 60)


def expired(engine: Engine) -> None:
    """Let every lease end a second ago, and every wait."""
    with writing(engine) as connection:
        ago = database_now(connection) - timedelta(seconds=1)
        d = deliveries.c
        connection.execute(update(deliveries).where(d.lease_until.is_not(None)).values(lease_until=ago))
        connection.execute(update(deliveries).where(d.not_before.is_not(None)).values(not_before=ago))


def stored(engine: Engine, org_id: int = 1) -> dict[str, Delivery]:
    """An organisation's deliveries by key."""
    with writing(engine) as connection:
        return {each.key: each for each in delivering.of_org(connection, org_id, 1000)}
