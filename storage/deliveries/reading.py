"""What became of deliveries."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.deliveries.record import D, Delivery, delivery, wanted
from storage.moments import now
from storage.tables import deliveries

UNFINISHED = ("pending", "sending")


def of_org(connection: Connection, org_id: int, limit: int) -> tuple[Delivery, ...]:
    """The latest deliveries of an organisation, newest first by due time."""
    query = select(deliveries).where(D.org_id == org_id).order_by(D.due_at.desc(), D.id.desc()).limit(limit)
    return tuple(delivery(row) for row in connection.execute(query))


def find(connection: Connection, org_id: int, id_: int) -> Delivery | None:
    """An organisation's delivery of that number, if there is one."""
    row = connection.execute(select(deliveries).where(D.org_id == org_id, D.id == id_)).one_or_none()
    return None if row is None else delivery(row)


def overdue(connection: Connection, before: datetime) -> tuple[Delivery, ...]:
    """What fell due and was planned before that moment, is still wanted and not finished, by due time."""
    late = D.status.in_(UNFINISHED), D.due_at < before, D.created_at < before
    query = select(deliveries).where(*late, wanted(now(connection))).order_by(D.due_at, D.id)
    return tuple(delivery(row) for row in connection.execute(query))
