"""Tallies of whole days packed as JSON, so that a page is a few rows for the database to hand over.

A day is packed once it is past. Whatever changes one of its tallies takes the day out of `packed_days` in the
same transaction; readers then read its tallies one by one until it is packed again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    select,
)

from storage.kinds import BY_AMOUNT, OF_PEOPLE
from storage.months import Days, of_all
from storage.tables import packed_days, packed_tallies, tallies

MANY = 2_000  # values of people up to which a day of theirs is packed; more are left to the database to sum
AT_ONCE = 100  # days packed by one statement
NAMED, END = "\t", "\n"  # between a dimension and its JSON, which has neither of them, and after it
t, p, d = tallies.c, packed_tallies.c, packed_days.c


def packed(connection: Connection, org_id: int) -> frozenset[date]:
    """The days whose packs hold."""
    return frozenset(connection.execute(select(d.day).where(d.org_id == org_id)).scalars())


def reopen(connection: Connection, org_id: int, days: Iterable[date]) -> None:
    """Read the tallies of these days one by one again, from this transaction on."""
    connection.execute(delete(packed_days).where(d.org_id == org_id, d.day.in_(sorted(days))))


def reopen_all(connection: Connection, org_id: int) -> None:
    connection.execute(delete(packed_days).where(d.org_id == org_id))


def roll_up(connection: Connection, org_id: int, past: Days) -> None:
    """Pack every one of these days that is not; the organisation is held by the caller."""
    done = packed(connection, org_id)
    for days in spans([day for day in each(past) if day not in done]):
        of_days = of_all(connection, packed_tallies, org_id)
        connection.execute(delete(packed_tallies).where(of_days, p.day >= days[0], p.day < days[1]))
        packs = day_packs(connection, org_id, days)
        connection.execute(insert(packed_tallies).from_select(list(p.keys()), packs))
        connection.execute(insert(packed_days), [{"org_id": org_id, "day": day} for day in each(days)])


def each(days: Days) -> Iterator[date]:
    return (days[0] + timedelta(days=n) for n in range((days[1] - days[0]).days))


def spans(days: Iterable[date], most: int = AT_ONCE) -> Iterator[Days]:
    """Days in their order as spans of at most so many days that follow each other."""
    start = end = None
    for day in days:
        if start is not None and end is not None and (day != end or (end - start).days == most):
            yield start, end
            start = None
        start, end = start or day, day + timedelta(days=1)
    if start is not None and end is not None:
        yield start, end


def day_packs(connection: Connection, org_id: int, days: Days) -> Select[Any]:
    """The packs that the tallies of these days make, in the columns of `packed_tallies`."""
    packing = func.json_object_agg if connection.dialect.name == "postgresql" else func.json_group_object
    number = case((t.kind.in_(BY_AMOUNT), t.amount), else_=t.events)
    one = (
        select(
            t.project_id, t.kind, t.day, t.dimension, cast(packing(t.value, number), Text).label("numbers")
        )
        .add_columns(func.count().label("values"))
        .where(of_all(connection, tallies, org_id), t.day >= days[0], t.day < days[1], t.events > 0)
        .group_by(t.project_id, t.kind, t.dimension, t.day)
        .subquery()
    )
    of_people = one.c.dimension.in_(OF_PEOPLE)

    def lines(chosen: ColumnElement[bool]) -> ColumnElement[str]:
        line = case((chosen, one.c.dimension.concat(NAMED).concat(one.c.numbers)))
        return func.coalesce(func.aggregate_strings(line, END), "")

    too_many = func.max(case((of_people, one.c["values"]))) > MANY
    people = case((too_many, null()), else_=lines(of_people))
    place = (one.c.project_id, one.c.kind, one.c.day)
    return select(literal(org_id), *place, lines(~of_people), people).group_by(*place)


def dimensions(pack: str) -> dict[str, str]:
    """The JSON of each dimension of a pack, not yet read: a page needs few of them."""
    return dict(line.split(NAMED, 1) for line in pack.split(END)) if pack else {}
