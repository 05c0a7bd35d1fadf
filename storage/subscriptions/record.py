"""What a subscription is: which regular report, or which warnings, go where and when."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row

ORGANIZATION = "organization"  # the owner of the organisation's own subscriptions


@dataclass(frozen=True)
class Wanted:
    """What somebody subscribes to.

    `owner` is a Slack user's id or `ORGANIZATION`; `kind` is digest or credit_alert; `schedule` is in the
    words of a schedule, in the IANA zone `time_zone` (empty for alerts); `sections` () means the usual ones;
    `thresholds` are whole percents, () for a digest.
    """

    org_id: int
    project_id: int | None
    team_id: str
    channel: str
    owner: str
    kind: str
    schedule: str
    time_zone: str
    sections: tuple[str, ...] = ()
    thresholds: tuple[int, ...] = ()


@dataclass(frozen=True)
class Subscription:
    """A stored subscription; its number for people is `id`, its moments are aware UTC.

    Every occurrence up to `planned_until` has its delivery. While `active` is false it is paused, until
    `paused_until` or until somebody resumes it; `note` is why the bot paused it.
    """

    id: int
    org_id: int
    project_id: int | None
    team_id: str
    channel: str
    owner: str
    kind: str
    schedule: str
    time_zone: str
    sections: tuple[str, ...]
    thresholds: tuple[int, ...]
    active: bool
    paused_until: datetime | None
    planned_until: datetime
    note: str | None
    created_at: datetime
    removed_at: datetime | None

    def paused(self, now: datetime) -> bool:
        """Whether nothing of it comes: a pause with an end is over by itself."""
        return not self.active and (self.paused_until is None or self.paused_until > now)

    @property
    def wanted(self) -> Wanted:
        """What it wants, to be wanted otherwise with `dataclasses.replace`."""
        return Wanted(**{each.name: getattr(self, each.name) for each in fields(Wanted)})


def subscription(row: Row[Any]) -> Subscription:
    """A row of the table as it is."""
    return Subscription(
        id=row.id,
        org_id=row.org_id,
        project_id=row.project_id,
        team_id=row.team_id,
        channel=row.slack_channel_id,
        owner=row.owner,
        kind=row.kind,
        schedule=row.schedule,
        time_zone=row.time_zone,
        sections=tuple(row.sections.split(",")) if row.sections else (),
        thresholds=tuple(int(level) for level in row.thresholds.split(",")) if row.thresholds else (),
        active=row.active,
        paused_until=row.paused_until,
        planned_until=row.planned_until,
        note=row.note,
        created_at=row.created_at,
        removed_at=row.removed_at,
    )


def columns(wanted: Wanted) -> dict[str, object]:
    """What somebody wants, as the table's columns."""
    return {
        "org_id": wanted.org_id,
        "project_id": wanted.project_id,
        "team_id": wanted.team_id,
        "slack_channel_id": wanted.channel,
        "owner": wanted.owner,
        "kind": wanted.kind,
        "schedule": wanted.schedule,
        "time_zone": wanted.time_zone,
        "sections": ",".join(wanted.sections),
        "thresholds": ",".join(map(str, wanted.thresholds)) or None,
    }
