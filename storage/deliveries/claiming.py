"""Who sends what: a delivery is claimed under a lease, and only its holder may say what became of it.

Leases go by the database's clock. On Postgres claims pass over rows that another process is just claiming;
on SQLite a transaction that may write is alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select, update

from storage.deliveries.record import D, Delivery, S, delivery, first_first, of_team, wanted
from storage.moments import now as moment_of
from storage.tables import deliveries


@dataclass(frozen=True)
class Claim:
    """A delivery that is now ours to send.

    `again`: an earlier try may have reached Slack. `wanted` is False where such a try has to be cleared up
    although the subscription was paused or ended meanwhile: look for it, but do not post it.
    """

    delivery: Delivery
    again: bool
    wanted: bool = True


def claim(
    connection: Connection,
    me: str,
    kinds: Collection[str],
    lease_seconds: float,
    team_id: str | None = None,
) -> Claim | None:
    """Take the next delivery of these kinds for so many seconds; None if there is nothing to send.

    Warnings first, then notices, then digests, each by due time. Only what has been measured and need not
    wait; a digest or warning only while its subscription is active. With a `team_id` only what goes to that
    Slack team, because a bot of another one cannot post there.
    """
    moment = moment_of(connection)
    ready = and_(D.status == "pending", or_(D.not_before.is_(None), D.not_before <= moment), wanted(moment))
    abandoned = and_(D.status == "sending", D.lease_until < moment)
    query = (
        select(D.id, D.status, wanted(moment).label("wanted"))
        .where(D.kind.in_(kinds), D.facts.is_not(None), or_(ready, abandoned), *of_team(team_id))
        .order_by(*first_first())
        .limit(1)
        .with_for_update(skip_locked=True, of=deliveries)
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        return None
    lease = {"owner": me, "claimed_by": me, "lease_until": moment + timedelta(seconds=lease_seconds)}
    taken = update(deliveries).where(D.id == found.id)
    taken = taken.values(**lease, status="sending", attempts=D.attempts + 1)
    row = connection.execute(taken.returning(*D)).one()
    return Claim(delivery(row), again=found.status == "sending", wanted=found.wanted)


def renew(connection: Connection, id_: int, me: str, seconds: float) -> bool:
    """Hold a lease for so many seconds from now. False, here and below: it is no longer ours."""
    return _mine(connection, id_, me, lease_until=_in(connection, seconds))


def posted(connection: Connection, id_: int, me: str, ts: str, permalink: str | None, now: datetime) -> bool:
    """Remember that Slack has the message; its file may still follow."""
    return _mine(connection, id_, me, message_ts=ts, permalink=permalink, sent_at=now)


def uploaded(connection: Connection, id_: int, me: str, file_id: str) -> bool:
    """Remember the file that Slack has."""
    return _mine(connection, id_, me, file_id=file_id)


def finish(connection: Connection, id_: int, me: str, status: str, error: str | None, now: datetime) -> bool:
    """End a delivery as sent, unknown, failed or skipped, and let the lease go."""
    values = {"status": status, "error": error, "owner": None, "lease_until": None}
    sent_at = func.coalesce(D.sent_at, now) if status == "sent" else D.sent_at
    return _mine(connection, id_, me, **values, sent_at=sent_at)


def wait(connection: Connection, id_: int, me: str, seconds: float, error: str) -> bool:
    """Give back what was surely not posted; it is sent in so many seconds, by anybody.

    If its subscription was ended meanwhile it is skipped, as all that waited was when it ended.
    """
    removed = select(S.id).where(S.id == D.subscription_id, S.removed_at.is_not(None)).exists()
    status = case((and_(removed, D.kind != "notice"), "skipped"), else_="pending")
    values = {"status": status, "error": error, "owner": None, "lease_until": None}
    return _mine(connection, id_, me, **values, not_before=_in(connection, seconds))


def unclear(connection: Connection, id_: int, me: str, seconds: float, error: str) -> bool:
    """Leave open whether it was posted; in so many seconds somebody claims it again, and looks."""
    return _mine(connection, id_, me, error=error, lease_until=_in(connection, seconds))


def _in(connection: Connection, seconds: float) -> datetime:
    return moment_of(connection) + timedelta(seconds=seconds)


def _mine(connection: Connection, id_: int, me: str, **values: Any) -> bool:
    """Change what we hold: only what is being sent has an owner."""
    held = update(deliveries).where(D.id == id_, D.owner == me)
    return connection.execute(held.values(**values).returning(D.id)).first() is not None
