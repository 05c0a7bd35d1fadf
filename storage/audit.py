"""The audit log: who did what that somebody may ask about later."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.tables import audit_log


@dataclass(frozen=True)
class Entry:
    """One deed: when (an aware moment), by which Slack user, in which Slack team, what, and to what.

    Who works at the command line has no Slack team.
    """

    at: datetime
    team_id: str | None
    actor: str
    action: str
    target: str
    detail: str | None


def record(connection: Connection, org_id: int, entry: Entry) -> None:
    """Add an entry to an organisation's log, in the transaction of whoever opened the connection."""
    connection.execute(insert(audit_log).values(org_id=org_id, **asdict(entry)))


def entries(connection: Connection, org_id: int, limit: int) -> tuple[Entry, ...]:
    """The latest entries of an organisation's log, the newest first."""
    log = audit_log.c
    query = select(log.at, log.team_id, log.actor, log.action, log.target, log.detail)
    query = query.where(log.org_id == org_id).order_by(log.at.desc(), log.id.desc()).limit(limit)
    return tuple(Entry(*row) for row in connection.execute(query))
