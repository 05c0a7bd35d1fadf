"""On which days something was tallied: the first of all, and the last of each value."""

from datetime import date

from sqlalchemy import Connection, func, select

from storage.store import Days, Marginal
from storage.tables import tallies


def first_day(connection: Connection, marginal: Marginal) -> date | None:
    """The first local day that a marginal has; None if it has none."""
    query = select(func.min(tallies.c.day)).where(marginal.where((date.min, date.max)))
    first: date | None = connection.execute(query).scalar_one()
    return first


def last_days(connection: Connection, marginal: Marginal, days: Days) -> dict[str, date]:
    """The last of those local days on which each value of a marginal was tallied."""
    t = tallies.c
    query = select(t.value, func.max(t.day)).where(marginal.where(days)).group_by(t.value)
    return dict(connection.execute(query).all())
