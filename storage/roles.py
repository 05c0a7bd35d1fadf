"""Stamps on every event the job role that its person held on that day, as it is known now (D-19)."""

from sqlalchemy import Connection, Engine, case, func, or_, select, update

from storage.engine import writing
from storage.tables import events, organizations, people, person_roles
from storage.tallying import rebuild_within
from storage.vocabulary import AUTOMATION, UNSPECIFIED

E, P, R = events.c, people.c, person_roles.c


def restamp_roles(engine: Engine, org_id: int) -> int:
    """Correct the roles of an organisation's events after a back-dated change, and rebuild its tallies.

    How many events had another role. One transaction; ingest into the organisation waits for it.
    """
    with writing(engine) as connection:
        connection.execute(select(organizations.c.id).where(organizations.c.id == org_id).with_for_update())
        changed = _restamp(connection, org_id)
        rebuild_within(connection, org_id)
        return changed


def _restamp(connection: Connection, org_id: int) -> int:
    """Only events that carry a role and a person: automation's role never changes."""
    held = (
        select(R.job_role)
        .where(R.org_id == org_id, R.person_id == E.person_id, R.valid_from <= E.occurred_on)
        .where(or_(R.valid_to.is_(None), R.valid_to > E.occurred_on))
        .scalar_subquery()
    )
    service = select(P.is_service).where(P.id == E.person_id).scalar_subquery()
    role = case((service, AUTOMATION), else_=func.coalesce(held, UNSPECIFIED))
    stamped = update(events).where(E.org_id == org_id, E.person_id.is_not(None), E.role.is_not(None))
    return connection.execute(stamped.where(E.role != role).values(role=role)).rowcount
