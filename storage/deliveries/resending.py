"""Sending a delivery once more, which only a person decides."""

import re
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from storage.deliveries.reading import UNFINISHED
from storage.deliveries.record import D, Delivery, Occurrence, delivery, fresh
from storage.errors import StoreError
from storage.moments import now
from storage.subscriptions import Subscription
from storage.subscriptions import find as find_subscription
from storage.tables import deliveries

AGAIN = "#resend-"


def resend(connection: Connection, org_id: int, id_: int) -> Delivery:
    """Store a delivery anew, with the same facts and a key of its own: "weekly 2026-11-16#resend-1".

    It goes where the subscription goes now; to another channel it is counted anew, because that may see
    less. Raises `StoreError` if there is no delivery of that number, it is
    still on its way, or nobody wants it any more.
    """
    held = select(deliveries).where(D.org_id == org_id, D.id == id_).with_for_update()
    row = connection.execute(held).one_or_none()
    if row is None:
        raise StoreError(f"There is no delivery {id_}. List them with: usagebot deliveries")
    if row.status in UNFINISHED:
        raise StoreError(f"Delivery {id_} is still on its way. See: usagebot deliveries show {id_}")
    copy = _copy(connection, row, _still_wanted(connection, row))
    return delivery(connection.execute(insert(deliveries).values(copy).returning(*D)).one())


def first_key(key: str) -> str:
    """The key that a delivery had before it was sent once more; a contract's name may hold a # of its own."""
    return re.sub(rf"{AGAIN}\d+$", "", key)


def _still_wanted(connection: Connection, row: Row[Any]) -> Subscription:
    found = find_subscription(connection, row.org_id, row.subscription_id)
    if found is None:
        raise StoreError(
            f"Its subscription {row.subscription_id} was ended. "
            "Make a new one: /usage subscribe weekly mon 09:00"
        )
    if found.paused(now(connection)) and row.kind != "notice":
        raise StoreError(f"Subscription {found.id} is paused. Resume it first: /usage resume {found.id}")
    return found


def _copy(connection: Connection, row: Row[Any], subscription: Subscription) -> dict[str, Any]:
    key = _next_key(connection, row.subscription_id, row.dedupe_key)
    destination = row.destination if row.kind == "notice" else subscription.channel
    return {
        **fresh(subscription, row.kind, Occurrence(key, row.due_at)),
        "destination": destination,
        "created_at": now(connection),
        "facts": row.facts if row.destination == destination else None,
    }


def _next_key(connection: Connection, subscription_id: int, key: str) -> str:
    first = first_key(key)
    times = select(func.count()).where(
        D.subscription_id == subscription_id, D.dedupe_key.startswith(first + AGAIN, autoescape=True)
    )
    return f"{first}{AGAIN}{connection.execute(times).scalar_one() + 1}"
