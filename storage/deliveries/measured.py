"""What deliveries say: measured before any lease, and frozen by whoever is first."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, null, select, update

from storage.deliveries.record import D, Delivery, delivery, first_first, of_team, wanted
from storage.moments import now
from storage.tables import deliveries
from storage.vocabulary import DELIVERY_KINDS


def unmeasured(
    connection: Connection,
    limit: int,
    kinds: Collection[str] = DELIVERY_KINDS,
    team_id: str | None = None,
) -> tuple[Delivery, ...]:
    """Pending deliveries without facts, in the order of sending; none of a paused subscription.

    With a `team_id` only those that its bot can send, or the rest would fill the limit.
    """
    pending = D.status == "pending", D.facts.is_(None), D.kind.in_(kinds), wanted(now(connection))
    query = select(deliveries).where(*pending, *of_team(team_id))
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


def forget_unsent(connection: Connection, org_id: int, channel: str) -> None:
    """Let what waits for a channel be measured anew, because what may be shown there has changed."""
    waiting = update(deliveries).where(D.org_id == org_id, D.destination == channel, D.status == "pending")
    connection.execute(waiting.where(D.kind != "notice").values(facts=null()))
