"""Tells the owner of a subscription, once, what became of it that they would not see."""

import logging
from datetime import datetime

from sqlalchemy import Connection

from bot.jobs.contents import notice_facts
from storage import deliveries
from storage.members import members
from storage.subscriptions import CREDIT_ALERT, ORGANIZATION, Subscription

log = logging.getLogger(__name__)

NOBODY = "nobody"  # in place of a person's id


def title(subscription: Subscription) -> str:
    """What a person calls it: Your digest number 3 (weekly mon 09:00) for channel C0123456789"""
    own = subscription.owner == ORGANIZATION
    kind = "credit warnings" if subscription.kind == CREDIT_ALERT else "digest"
    hours = f" ({subscription.schedule})" if subscription.schedule else ""
    whose = "The organisation's" if own else "Your"
    direct = subscription.channel.startswith(("D", "U", "W"))
    place = "our direct message" if direct else f"channel {subscription.channel}"
    return f"{whose} {kind} number {subscription.id}{hours} for {place}"


def tell(connection: Connection, subscription: Subscription, key: str, text: str, now: datetime) -> None:
    """Queue a notice to the owner, for the organisation's own to its admins; what was told is not told again.

    Where nobody is known it goes to the log, once, and stands among the deliveries as skipped.
    """
    people = _people(connection, subscription)
    for person in people:
        deliveries.add(connection, subscription, "notice", key, person, notice_facts(text), now)
    unheard = f"Nobody to tell: {text}"
    if not people and deliveries.skip(connection, subscription, "notice", key, NOBODY, unheard, now):
        log.warning("%s", unheard)


def _people(connection: Connection, subscription: Subscription) -> tuple[str, ...]:
    if subscription.owner != ORGANIZATION:
        return (subscription.owner,)
    known = members(connection, subscription.org_id)
    return tuple(m.user for m in known if m.role == "admin" and m.team_id == subscription.team_id)
