"""New deliveries: each occurrence once, however many processes plan it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage.deliveries.record import D, Occurrence, S, fresh
from storage.subscriptions import Subscription
from storage.tables import deliveries, subscriptions
from storage.upserting import inserting

UNIQUE = ("org_id", "subscription_id", "dedupe_key", "destination")


def plan(
    connection: Connection, subscription: Subscription, occurrences: Sequence[Occurrence], until: datetime
) -> int:
    """Store a pending digest for each occurrence up to `until`; how many were new.

    It goes where the subscription goes now. `planned_until` moves with it, in the same transaction.
    """
    channel = _held_channel(connection, subscription.id)
    if channel is None:
        return 0
    rows = [
        {**fresh(subscription, "digest", each), "destination": channel, "created_at": until}
        for each in occurrences
    ]
    moved = update(subscriptions).where(S.id == subscription.id, S.planned_until < until)
    connection.execute(moved.values(planned_until=until))
    return sum(_insert(connection, row) is not None for row in rows)


def add(
    connection: Connection,
    subscription: Subscription,
    kind: str,
    key: str,
    destination: str,
    facts: dict[str, Any] | None,
    due_at: datetime,
) -> int | None:
    """Store a pending delivery of any kind; its id, or None if that key was there already.

    A notice may go to several people; a digest or warning is said once, even if its channel has changed.
    """
    row = fresh(subscription, kind, Occurrence(key, due_at))
    return _insert(connection, {**row, "destination": destination, "facts": facts, "created_at": due_at})


def skip(
    connection: Connection,
    subscription: Subscription,
    kind: str,
    key: str,
    destination: str,
    error: str,
    due_at: datetime,
) -> int | None:
    """Store a delivery that will never be sent, and why; its id, or None if that key was there already."""
    row = {**fresh(subscription, kind, Occurrence(key, due_at)), "status": "skipped", "error": error}
    return _insert(connection, {**row, "destination": destination, "created_at": due_at})


def cover(connection: Connection, subscription: Subscription, key: str, error: str) -> bool:
    """Skip what still waits under a key, because something else says it now. False if nothing does."""
    waiting = update(deliveries).where(
        D.subscription_id == subscription.id, D.dedupe_key == key, D.status == "pending"
    )
    skipped = waiting.values(status="skipped", error=error).returning(D.id)
    return connection.execute(skipped).first() is not None


def _held_channel(connection: Connection, subscription_id: int) -> str | None:
    """Hold a subscription against others who plan for it; where it goes now, None if it has been removed."""
    held = select(S.slack_channel_id).where(S.id == subscription_id, S.removed_at.is_(None))
    channel: str | None = connection.execute(held.with_for_update(key_share=True)).scalar_one_or_none()
    return channel


def _insert(connection: Connection, row: dict[str, Any]) -> int | None:
    if row["kind"] != "notice" and _known(connection, row):
        return None
    new = inserting(connection, deliveries).values(row).on_conflict_do_nothing(index_elements=UNIQUE)
    id_: int | None = connection.execute(new.returning(D.id)).scalar_one_or_none()
    return id_


def _known(connection: Connection, row: dict[str, Any]) -> bool:
    """Whether this was planned before, for whatever destination, or there is nobody left to tell."""
    if _held_channel(connection, row["subscription_id"]) is None:
        return True
    same = select(D.id).where(
        D.org_id == row["org_id"],
        D.subscription_id == row["subscription_id"],
        D.dedupe_key == row["dedupe_key"],
    )
    return connection.execute(same.limit(1)).first() is not None
