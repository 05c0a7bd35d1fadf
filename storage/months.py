"""Tallies of whole months, so that a year is not summed day by day.

A month is rolled up once it is past, from the tallies of its days. Whatever changes one of these takes the
month out of `rolled_months` in the same transaction; readers then sum its days until it is rolled up again.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, insert, literal, select
from sqlalchemy.types import Date

from storage.kinds import ALL_DIMENSIONS, DIMENSIONS
from storage.tables import monthly_tallies, projects, rolled_months, tallies

KEY = ("org_id", "project_id", "kind", "dimension", "value")
Days = tuple[date, date]  # local days, the end exclusive


def rolled(connection: Connection, org_id: int) -> frozenset[date]:
    """The first days of the months whose tallies hold."""
    return frozenset(
        connection.execute(select(rolled_months.c.month).where(rolled_months.c.org_id == org_id)).scalars()
    )


def stretches(days: Days, months: frozenset[date]) -> tuple[tuple[date, ...], tuple[Days, ...]]:
    """Some days as those of the months that lie wholly inside, and what is left of them."""
    whole = tuple(month for month in sorted(months) if days[0] <= month and following(month) <= days[1])
    left, start = [], days[0]
    for month in whole:
        if start < month:
            left.append((start, month))
        start = following(month)
    return whole, (*left, *([(start, days[1])] if start < days[1] else []))


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def reopen(connection: Connection, org_id: int, months: Iterable[date]) -> None:
    """Sum these months by their days again, from this transaction on."""
    mine = rolled_months.c.org_id == org_id
    connection.execute(delete(rolled_months).where(mine, rolled_months.c.month.in_(sorted(months))))


def reopen_all(connection: Connection, org_id: int) -> None:
    connection.execute(delete(rolled_months).where(rolled_months.c.org_id == org_id))


def roll_up(connection: Connection, org_id: int, past: Days) -> None:
    """Sum every whole month of these days that is not; the organisation is held by the caller."""
    done = rolled(connection, org_id)
    month = past[0].replace(day=1)
    while following(month) <= past[1]:
        if month not in done:
            t = monthly_tallies.c
            connection.execute(delete(monthly_tallies).where(t.org_id == org_id, t.month == month))
            connection.execute(
                insert(monthly_tallies).from_select(list(t.keys()), month_sums(connection, org_id, month))
            )
            connection.execute(insert(rolled_months).values(org_id=org_id, month=month))
        month = following(month)


def of_all(connection: Connection, table: Table, org_id: int) -> ColumnElement[bool]:
    """All rows of an organisation, in every project, kind and dimension that there is.

    The whole key before the day is named, as there is no index by day alone.
    """
    known = select(projects.c.id).where(projects.c.org_id == org_id)
    project_ids = [0, *connection.execute(known).scalars()]
    key = {"project_id": project_ids, "kind": sorted(DIMENSIONS), "dimension": ALL_DIMENSIONS}
    named = (table.c[name].in_(values) for name, values in key.items() if name in table.c)
    return and_(table.c.org_id == org_id, *named)


def month_sums(connection: Connection, org_id: int, month: date) -> Select[tuple[object, ...]]:
    """The sums over the days of a month, in the columns of `monthly_tallies`."""
    t = tallies.c
    return (
        select(
            t.org_id,
            t.project_id,
            t.kind,
            t.dimension,
            literal(month, Date).label("month"),
            t.value,
            func.sum(t.events).label("events"),
            func.sum(t.amount).label("amount"),
        )
        .where(of_all(connection, tallies, org_id), t.day >= month, t.day < following(month))
        .group_by(*(t[name] for name in KEY))
    )
