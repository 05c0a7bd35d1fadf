"""The organisation's own subscriptions, which follow its settings alert_channel and digest_channel."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from storage.records import Organization
from storage.subscriptions.changing import add, change, remove, resume
from storage.subscriptions.holding import hold
from storage.subscriptions.reading import of_org
from storage.subscriptions.record import ORGANIZATION, Subscription, Wanted

DIGEST, CREDIT_ALERT = "digest", "credit_alert"
WEEKLY = "weekly mon 09:00"
THRESHOLDS = (90, 100)


def set_own(
    connection: Connection, org: Organization, kind: str, channel: str | None, team_id: str, now: datetime
) -> Subscription | None:
    """Make, move or end the organisation's own digest or credit alert; what it is then, or None.

    Asked for again as it is, nothing changes, so that every start of the bot may ask. Moved, it also goes on
    if it was paused, because the old channel may have been the reason.
    """
    # Two processes that start at once must not make two.
    hold(connection, org.id)
    own = [s for s in of_org(connection, org.id) if (s.owner, s.kind) == (ORGANIZATION, kind)]
    if channel is None:
        for each in own:
            remove(connection, each.id, now)
        return None
    if not own:
        return add(connection, _wanted(org, kind, channel, team_id), now)
    if (own[0].channel, own[0].team_id) != (channel, team_id):
        elsewhere = replace(own[0].wanted, channel=channel, team_id=team_id)
        change(connection, own[0].id, elsewhere, now)
        resume(connection, own[0].id, now)
    return next(s for s in of_org(connection, org.id) if s.id == own[0].id)


def _wanted(org: Organization, kind: str, channel: str, team_id: str) -> Wanted:
    digest = kind == DIGEST
    return Wanted(
        org_id=org.id,
        project_id=None,
        team_id=team_id,
        channel=channel,
        owner=ORGANIZATION,
        kind=kind,
        schedule=WEEKLY if digest else "",
        time_zone=org.time_zone,
        thresholds=() if digest else THRESHOLDS,
    )
