"""Proves that tallies equal the events, and that what is rolled up of tallies equals them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, Row, Select, func, literal, or_, select, union_all

from storage.counts import counts
from storage.engine import reading
from storage.kinds import DIMENSIONS
from storage.months import Days, month_sums, of_all, rolled
from storage.packs import day_packs, dimensions, packed, spans
from storage.tables import monthly_tallies, packed_tallies, tallies

TOO_MANY = "too many people"
AT_ONCE = 7  # days whose numbers are held in memory


@dataclass(frozen=True)
class Difference:
    """A tally that is not what the events say; `project_id` 0 is all projects.

    `counted` (from the events) and `tallied` (as stored) are a number of events and their amount.
    """

    project_id: int
    kind: str
    dimension: str
    day: date
    value: str
    counted: tuple[int, int]
    tallied: tuple[int, int]
    whole_month: bool = False  # from `day` on; then `counted` is what the tallies of its days say

    def __str__(self) -> str:
        when = f"in the month from {self.day}" if self.whole_month else f"on {self.day}"
        source = "its days" if self.whole_month else "events"
        tally = _named(self.project_id, self.kind, self.dimension, self.value, when)
        return f"{tally}: {source} say {_pair(self.counted)}, tallies say {_pair(self.tallied)}"


@dataclass(frozen=True)
class Mispacked:
    """A number in the pack of a day that is not what the day's tallies say; None where one has none.

    People who are too many to be packed are a value of their own, with the number 0.
    """

    project_id: int
    kind: str
    dimension: str
    day: date
    value: str
    tallied: int | None
    packed: int | None

    def __str__(self) -> str:
        tally = _named(self.project_id, self.kind, self.dimension, self.value, f"on {self.day}")
        said = ("nothing" if number is None else str(number) for number in (self.tallied, self.packed))
        return "{}: tallies say {}, the packed day says {}".format(tally, *said)


def _named(project_id: int, kind: str, dimension: str, value: str, when: str) -> str:
    place = f"project {project_id}" if project_id else "all projects"
    return f"{kind} by {dimension or 'day'} “{value}” {when}, {place}"


def _pair(sums: tuple[int, int]) -> str:
    return f"{sums[0]} events (amount {sums[1]})"


def differences(engine: Engine, org_id: int) -> Iterator[Difference | Mispacked]:
    """Every tally of an organisation that does not equal its events, in the order of its key.

    Then what is rolled up of tallies and does not equal them.
    """
    with reading(engine) as connection:
        for kind in sorted(DIMENSIONS):
            for row in connection.execute(_differing(org_id, kind)):
                yield _difference(kind, row)
        unknown = select(tallies).where(tallies.c.org_id == org_id, tallies.c.kind.not_in(DIMENSIONS))
        for row in connection.execute(unknown.where(or_(tallies.c.events != 0, tallies.c.amount != 0))):
            stored = (row.events, row.amount)
            yield Difference(row.project_id, row.kind, row.dimension, row.day, row.value, (0, 0), stored)
        for month in sorted(rolled(connection, org_id)):
            yield from _of_month(connection, org_id, month)
        for days in spans(sorted(packed(connection, org_id)), AT_ONCE):
            yield from _of_packs(connection, org_id, days)


def _of_packs(connection: Connection, org_id: int, days: Days) -> Iterator[Mispacked]:
    """What is packed of some days and is not what their tallies say."""
    p = packed_tallies.c
    stored = select(packed_tallies).where(of_all(connection, packed_tallies, org_id))
    stored = stored.where(p.day >= days[0], p.day < days[1])
    made = day_packs(connection, org_id, days)
    fresh, kept = (_unpacked(connection.execute(query)) for query in (made, stored))
    for place in sorted(set(fresh) | set(kept)):
        if fresh.get(place) != kept.get(place):
            project_id, kind, dimension, day, value = place
            yield Mispacked(project_id, kind, dimension, day, value, fresh.get(place), kept.get(place))


def _unpacked(rows: Iterable[Any]) -> dict[tuple[int, str, str, date, str], int]:
    """The numbers of packs by project, kind, dimension, day and value; 0 stands for too many people."""
    found = {}
    for _org, project_id, kind, day, *columns in rows:
        for pack in columns:
            if pack is None:
                found[project_id, kind, "", day, TOO_MANY] = 0
            for dimension, numbers in dimensions(pack or "").items():
                for value, number in from_json(numbers).items():
                    found[project_id, kind, dimension, day, value] = number
    return found


def _of_month(connection: Connection, org_id: int, month: date) -> Iterator[Difference]:
    """The tallies of a month that are not the sums of its days."""
    key, m = ("project_id", "kind", "dimension", "value"), monthly_tallies.c
    stored = select(monthly_tallies).where(m.org_id == org_id, m.month == month)
    found = [
        {tuple(row._mapping[name] for name in key): (int(row.events), int(row.amount)) for row in rows}
        for rows in (connection.execute(month_sums(connection, org_id, month)), connection.execute(stored))
    ]
    for place in sorted(set(found[0]) | set(found[1])):
        summed, tallied = (sums.get(place, (0, 0)) for sums in found)
        if summed != tallied:
            project_id, kind, dimension, value = place
            yield Difference(project_id, kind, dimension, month, value, summed, tallied, whole_month=True)


def _difference(kind: str, row: Row[Any]) -> Difference:
    counted, tallied = (int(row.events), int(row.amount)), (int(row.tallied), int(row.tallied_amount))
    return Difference(row.project_id, kind, row.dimension, row.day, row.value, counted, tallied)


def _differing(org_id: int, kind: str) -> Select[Any]:
    """Counts and tallies laid side by side, where their sums differ. A tally of 0 equals none."""
    fresh = union_all(*counts(org_id, kind)).subquery()
    key = ("project_id", "dimension", "day", "value")
    none = literal(0)
    stored = select(*(tallies.c[name] for name in key), none, none, tallies.c.events, tallies.c.amount).where(
        tallies.c.org_id == org_id, tallies.c.kind == kind
    )
    counted = select(
        *(fresh.c[name] for name in key),
        fresh.c.events.label("events"),
        fresh.c.amount.label("amount"),
        none.label("tallied"),
        none.label("tallied_amount"),
    )
    both = union_all(counted, stored).subquery()
    keys = [both.c[name] for name in key]
    sums = {name: func.sum(both.c[name]) for name in ("events", "amount", "tallied", "tallied_amount")}
    unequal = or_(sums["events"] != sums["tallied"], sums["amount"] != sums["tallied_amount"])
    labels = (total.label(name) for name, total in sums.items())
    return select(*keys, *labels).group_by(*keys).having(unequal).order_by(*keys)
