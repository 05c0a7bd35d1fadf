"""What a delivery is: one thing said once to one destination of a subscription."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Case, ColumnElement, Row, and_, case, or_, select

from storage.subscriptions import Subscription
from storage.tables import deliveries, subscriptions
from storage.vocabulary import DELIVERY_KINDS

D, S = deliveries.c, subscriptions.c


@dataclass(frozen=True)
class Occurrence:
    """One time that a schedule comes round: the delivery's key, and when (aware)."""

    key: str
    due_at: datetime


@dataclass(frozen=True)
class Delivery:
    """A row of the table `deliveries`; moments are aware UTC.

    `key` names the occurrence; `mark` is the random text in the message's metadata; `facts` is what the
    message says, frozen before it is sent; `owner` holds the lease until `lease_until` (the database's
    clock), `claimed_by` is the last who held it.

    pending → sending → sent | unknown | failed; skipped was never meant to be sent.
    """

    id: int
    org_id: int
    subscription_id: int
    kind: str
    key: str
    destination: str
    mark: str
    status: str
    due_at: datetime
    created_at: datetime
    not_before: datetime | None
    sent_at: datetime | None
    attempts: int
    owner: str | None
    lease_until: datetime | None
    claimed_by: str | None
    facts: dict[str, Any] | None
    file_id: str | None
    message_ts: str | None
    permalink: str | None
    error: str | None


def delivery(row: Row[Any]) -> Delivery:
    """A row of the table as it is."""
    values = dict(row._mapping)
    return Delivery(key=values.pop("dedupe_key"), **values)


def fresh(subscription: Subscription, kind: str, occurrence: Occurrence) -> dict[str, Any]:
    """The columns of a new delivery that waits to be measured and sent."""
    return {
        "org_id": subscription.org_id,
        "subscription_id": subscription.id,
        "kind": kind,
        "dedupe_key": occurrence.key,
        "mark": token_hex(16),
        "status": "pending",
        "due_at": occurrence.due_at,
    }


def first_first() -> Sequence[Case[int] | ColumnElement[Any]]:
    """The order of sending: warnings before digests, then by due time."""
    rank = {kind: place for place, kind in enumerate(DELIVERY_KINDS)}
    return case(rank, value=D.kind), D.due_at, D.id


def wanted(moment: datetime) -> ColumnElement[bool]:
    """Whether a delivery's subscription still wants it: a notice goes always."""
    awake = and_(S.removed_at.is_(None), or_(S.active, S.paused_until <= moment))
    return or_(D.kind == "notice", select(S.id).where(S.id == D.subscription_id, awake).exists())


def of_team(team_id: str | None) -> tuple[ColumnElement[bool], ...]:
    """Whether a delivery goes to that Slack team; no condition without one."""
    if team_id is None:
        return ()
    return (select(S.id).where(S.id == D.subscription_id, S.team_id == team_id).exists(),)
