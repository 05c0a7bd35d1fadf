"""On which days something was tallied: the first of all, and the last of each value."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, func, select

from storage.store import Days, Marginal
from storage.tables import tallies

STREAMED = {"yield_per": 1000}  # so many rows in memory at a time, on Postgres too


def first_day(connection: Connection, marginal: Marginal) -> date | None:
    """The first local day that a marginal has; None if it has none."""
    query = select(func.min(tallies.c.day)).where(marginal.where((date.min, date.max)))
    first: date | None = connection.execute(query).scalar_one()
    return first


def last_days(connection: Connection, marginal: Marginal, days: Days) -> Iterator[tuple[str, date]]:
    """Each value of a marginal with the last of those local days on which it was tallied, one by one."""
    t = tallies.c
    query = select(t.value, func.max(t.day)).where(marginal.where(days)).group_by(t.value)
    for row in connection.execute(query, execution_options=STREAMED):
        yield row[0], row[1]
