"""Counts sessions in which something happened, by the role of whoever created them."""

from collections import Counter

from sqlalchemy import Connection, Subquery, func, literal, select, union_all

from storage.distinct import Slice
from storage.kinds import SESSION
from storage.tables import events


def by_creator(connection: Connection, created: Slice, *others: Slice) -> dict[str, int]:
    """Distinct sessions that were created in a slice or have an event in others, by their creator's role.

    A session of the others may have been created on another day, but it must be known: a key that no
    `session.created` explains belongs to none.
    """
    e = events.c
    roles = select(e.role, func.count()).where(created.where()).group_by(e.role)
    found: Counter[str] = Counter()
    for role, number in connection.execute(roles):
        found[role] += number
    older = _older(created, others)
    role_of = (
        select(e.role)
        .where(
            e.org_id == created.org_id,
            e.source == older.c.source,
            e.event_id == older.c.session_key,
            e.kind == SESSION,
        )
        .scalar_subquery()
    )
    for role in connection.execute(select(role_of).select_from(older)).scalars():
        found.update([role] if role is not None else [])
    return dict(found)


def _older(created: Slice, others: tuple[Slice, ...]) -> Subquery:
    """Sessions with an event in the other slices that were not created in the first one.

    Most sessions begin on the day of their events, so looking up only these spares the most lookups.
    """
    e = events.c
    touched = union_all(
        select(e.source, e.session_key, literal(1).label("here")).where(created.where()),
        *(
            select(e.source, e.session_key, literal(0).label("here")).where(
                part.where(), e.session_key.is_not(None)
            )
            for part in others
        ),
    ).subquery()
    key = (touched.c.source, touched.c.session_key)
    return select(*key).group_by(*key).having(func.max(touched.c.here) == 0).subquery()
