"""What deliveries say: measured before any lease, and frozen by whoever is first."""

from typing import Any

from sqlalchemy import Connection, null, select, update

from storage.deliveries.record import D, Delivery, delivery, first_first, wanted
from storage.moments import now
from storage.tables import deliveries


def unmeasured(connection: Connection, limit: int) -> tuple[Delivery, ...]:
    """Pending deliveries without facts, in the order of sending; none of a paused subscription."""
    query = select(deliveries).where(D.status == "pending", D.facts.is_(None), wanted(now(connection)))
    rows = connection.execute(query.order_by(*first_first()).limit(limit))
    return tuple(delivery(row) for row in rows)


def freeze(connection: Connection, id_: int, facts: dict[str, Any]) -> bool:
    """Write down what a delivery says. False if somebody did before: theirs stands."""
    first = update(deliveries).where(D.id == id_, D.facts.is_(None)).values(facts=facts)
    return connection.execute(first.returning(D.id)).first() is not None


def forget_facts(connection: Connection, id_: int, me: str) -> bool:
    """Let a delivery that we hold be measured anew, before it is sent after all. False if it is not ours."""
    mine = update(deliveries).where(D.id == id_, D.owner == me, D.status == "sending").values(facts=null())
    return connection.execute(mine.returning(D.id)).first() is not None
