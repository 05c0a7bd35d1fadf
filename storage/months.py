"""Tallies of whole months, so that a year is not summed day by day.

A month is rolled up once it is past, from the tallies of its days. Whatever changes one of these takes the
month out of `rolled_months` in the same transaction; readers then sum its days until it is rolled up again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, delete, func, insert, literal, select
from sqlalchemy.types import Date

from storage.kinds import ALL_DIMENSIONS, DIMENSIONS
from storage.tables import events, monthly_tallies, organizations, projects, rolled_months, tallies

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


def reopen(connection: Connection, org_id: int, days: Iterable[str]) -> None:
    """Sum the months of these days (as text) by their days again, from this transaction on."""
    months = {date.fromisoformat(month + "-01") for month in {day[:7] for day in days}}
    if months:
        mine = rolled_months.c.org_id == org_id
        connection.execute(delete(rolled_months).where(mine, rolled_months.c.month.in_(sorted(months))))


def reopen_all(connection: Connection, org_id: int) -> None:
    connection.execute(delete(rolled_months).where(rolled_months.c.org_id == org_id))


def roll_up(connection: Connection, org_id: int) -> None:
    """Tally every month that is not, up to the month of the latest event; that one is still growing.

    The organisation is held meanwhile, so that nothing changes its tallies.
    """
    held = select(organizations.c.time_zone).where(organizations.c.id == org_id).with_for_update()
    zone = ZoneInfo(connection.execute(held).scalar_one())
    done = rolled(connection, org_id)
    for month in _past(connection, org_id, zone):
        if month not in done:
            t = monthly_tallies.c
            connection.execute(delete(monthly_tallies).where(t.org_id == org_id, t.month == month))
            connection.execute(
                insert(monthly_tallies).from_select(list(t.keys()), month_sums(connection, org_id, month))
            )
            connection.execute(insert(rolled_months).values(org_id=org_id, month=month))


def _past(connection: Connection, org_id: int, zone: ZoneInfo) -> Iterator[date]:
    """The months from that of the first event up to that of the latest one, which is left out."""
    at = events.c.occurred_at
    span = select(func.min(at), func.max(at)).where(events.c.org_id == org_id)
    first, last = connection.execute(span).one()
    month = first.astimezone(zone).date().replace(day=1) if first is not None else date.max
    while first is not None and following(month) <= last.astimezone(zone).date():
        yield month
        month = following(month)


def month_sums(connection: Connection, org_id: int, month: date) -> Select[tuple[object, ...]]:
    """The sums over the days of a month, in the columns of `monthly_tallies`."""
    t = tallies.c
    known = select(projects.c.id).where(projects.c.org_id == org_id)
    project_ids = [0, *connection.execute(known).scalars()]
    # All of the key before the day is named, as there is no index by day alone.
    key = (t.project_id.in_(project_ids), t.kind.in_(sorted(DIMENSIONS)), t.dimension.in_(ALL_DIMENSIONS))
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
        .where(t.org_id == org_id, *key, t.day >= month, t.day < following(month))
        .group_by(*(t[name] for name in KEY))
    )
