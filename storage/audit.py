"""The audit log: who did what that somebody may ask about later."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from storage.tables import audit_log


@dataclass(frozen=True)
class Entry:
    """One deed: when (an aware moment), by which Slack user, in which Slack team, what, and to what."""

    at: datetime
    team_id: str
    actor: str
    action: str
    target: str
    detail: str


def record(connection: Connection, org_id: int, entry: Entry) -> None:
    """Add an entry to an organisation's log, in the transaction of whoever opened the connection."""
    connection.execute(insert(audit_log).values(org_id=org_id, **asdict(entry)))
