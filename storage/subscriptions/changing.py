"""Subscriptions as people and the bot change them, on a connection whose transaction the caller owns."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, case, insert, null, update

from storage.subscriptions.record import Subscription, Wanted, columns, subscription
from storage.tables import deliveries, subscriptions

STILL_WORTH_SENDING = timedelta(days=7)
S, D = subscriptions.c, deliveries.c


def add(connection: Connection, wanted: Wanted, now: datetime) -> Subscription:
    """Store a new subscription; its first occurrence is the first one after `now`."""
    new = insert(subscriptions).values(**columns(wanted), active=True, planned_until=now, created_at=now)
    return subscription(connection.execute(new.returning(*S)).one())


def change(connection: Connection, id_: int, wanted: Wanted, now: datetime) -> bool:
    """Let a subscription want something else from `now` on; what waits to be sent goes to the new channel.

    So does what fell due and is not planned yet, unless it comes at other times now. False if it has been
    removed.
    """
    same_times = and_(S.schedule == wanted.schedule, S.time_zone == wanted.time_zone)
    changed = update(subscriptions).where(S.id == id_, S.removed_at.is_(None))
    changed = changed.values(**columns(wanted), planned_until=case((same_times, S.planned_until), else_=now))
    if connection.execute(changed.returning(S.id)).first() is None:
        return False
    _send_to(connection, id_, wanted.channel)
    return True


def pause(connection: Connection, id_: int, until: datetime | None, note: str | None) -> bool:
    """Send nothing until then, or until it is resumed; `note` is why, if the bot itself decided it.

    False if it has been removed.
    """
    paused = update(subscriptions).where(S.id == id_, S.removed_at.is_(None))
    paused = paused.values(active=False, paused_until=until, note=note and note[:500])
    return connection.execute(paused.returning(S.id)).first() is not None


def resume(connection: Connection, id_: int, now: datetime) -> bool:
    """Go on from `now`: what fell due in the pause is not made up for.

    What failed in the last 7 days is sent after all, since it surely was not posted; older things that still
    wait are skipped. False if it has been removed.
    """
    chosen = S.id == id_, S.removed_at.is_(None)
    connection.execute(update(subscriptions).where(*chosen, ~S.active).values(planned_until=now))
    resumed = update(subscriptions).where(*chosen).values(active=True, paused_until=None, note=None)
    if connection.execute(resumed.returning(S.id)).first() is None:
        return False
    _send_again(connection, id_, now - STILL_WORTH_SENDING)
    return True


def remove(connection: Connection, id_: int, now: datetime) -> bool:
    """End a subscription; what waits to be sent is skipped. False if it was removed before."""
    removed = update(subscriptions).where(S.id == id_, S.removed_at.is_(None))
    removed = removed.values(active=False, removed_at=now)
    if connection.execute(removed.returning(S.id)).first() is None:
        return False
    waiting = update(deliveries).where(D.subscription_id == id_, D.status == "pending", D.kind != "notice")
    connection.execute(waiting.values(status="skipped", error="The subscription was ended."))
    return True


def _send_again(connection: Connection, id_: int, since: datetime) -> None:
    mine = D.subscription_id == id_, D.kind != "notice"
    failed = update(deliveries).where(*mine, D.status == "failed", D.due_at >= since)
    # What the channel may see can have changed since it was counted.
    connection.execute(failed.values(status="pending", error=None, not_before=None, facts=null()))
    old = update(deliveries).where(*mine, D.status == "pending", D.due_at < since)
    connection.execute(old.values(status="skipped", error="The subscription was paused when it was due."))


def _send_to(connection: Connection, id_: int, channel: str) -> None:
    """Point what was surely not posted yet at another channel, unless that channel has it already.

    It is counted anew, because another channel may see less.
    """
    other = deliveries.alias()
    there = other.select().where(
        other.c.subscription_id == id_, other.c.dedupe_key == D.dedupe_key, other.c.destination == channel
    )
    unsent = D.subscription_id == id_, D.kind != "notice", D.status.in_(("pending", "failed"))
    moved = update(deliveries).where(*unsent, D.destination != channel, ~there.exists())
    connection.execute(moved.values(destination=channel, facts=null()))
