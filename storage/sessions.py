"""Counts sessions in which something happened, by the role of whoever created them."""

from sqlalchemy import Connection, and_, func, select, union

from storage.distinct import Slice
from storage.kinds import SESSION
from storage.tables import events


def by_creator(connection: Connection, *parts: Slice) -> dict[str, int]:
    """Distinct sessions with an event in any of the slices, by their creator's role.

    The session itself may have been created on another day, but it must be known: a key that no
    `session.created` explains belongs to none.
    """
    e, created = events.c, events.alias("created")
    touched = union(
        *(select(e.source, e.session_key).where(part.where(), e.session_key.is_not(None)) for part in parts)
    ).subquery()
    same = and_(
        created.c.org_id == parts[0].org_id,
        created.c.source == touched.c.source,
        created.c.event_id == touched.c.session_key,
        created.c.kind == SESSION,
    )
    query = select(created.c.role, func.count()).join_from(touched, created, same).group_by(created.c.role)
    found: dict[str, int] = {}
    for role, number in connection.execute(query):
        found[role or ""] = found.get(role or "", 0) + number
    return found
