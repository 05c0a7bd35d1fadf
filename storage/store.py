"""Reads the store on a connection it is given; whoever opened the connection owns the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, bindparam, func, select

from storage import organisations
from storage.months import rolled, stretches
from storage.records import DayTally, Organization, Person
from storage.tables import events, monthly_tallies, people, tallies

ALL_PROJECTS = 0
LONG = 100  # days from which on tallies of whole months are worth their extra queries
LISTED = 1000  # days up to which those of chosen values are listed one by one
AT_ONCE = 10_000  # ids in one statement; SQLite takes 32,766 values, Postgres 65,535
Days = tuple[date, date]  # local days, the end exclusive
LATEST = select(func.max(events.c.occurred_at)).where(
    events.c.org_id == bindparam("org"), events.c.occurred_at <= bindparam("as_of")
)


@dataclass(frozen=True)
class Marginal:
    """Which tallies are meant: an organisation, one project or all (0), event kinds, a dimension.

    With `values` only those of the dimension. With `amounts` what the events amount to is summed, not how
    many they are.
    """

    org_id: int
    project_id: int
    kinds: tuple[str, ...]
    dimension: str
    values: tuple[str, ...] = ()
    amounts: bool = False

    def number(self, table: Table) -> Column[int]:
        """What is summed, in `tallies` or `monthly_tallies`."""
        column: Column[int] = table.c.amount if self.amounts else table.c.events
        return column

    def where(self, days: Days) -> ColumnElement[bool]:
        """The rows of those local days, in the order of the primary key."""
        return self.of_projects((self.project_id,), days)

    def of_projects(self, project_ids: Sequence[int], days: Days) -> ColumnElement[bool]:
        """The same of each of several projects, instead of its own."""
        day, number = tallies.c.day, (days[1] - days[0]).days
        rows = self._rows(tallies, project_ids)
        if self.values and number <= LISTED:
            # The key has the day before the value: looking up each pair spares reading all other values.
            return and_(rows, day.in_([days[0] + timedelta(days=n) for n in range(number)]))
        return and_(rows, day >= days[0], day < days[1])

    def of_months(self, project_ids: Sequence[int], months: Sequence[date]) -> ColumnElement[bool]:
        """The rows of `monthly_tallies` of those months, for each of several projects."""
        return and_(self._rows(monthly_tallies, project_ids), monthly_tallies.c.month.in_(months))

    def _rows(self, table: Table, project_ids: Sequence[int]) -> ColumnElement[bool]:
        t = table.c
        one = len(project_ids) == 1
        return and_(
            t.org_id == self.org_id,
            t.project_id == project_ids[0] if one else t.project_id.in_(project_ids),
            t.kind.in_(self.kinds),
            t.dimension == self.dimension,
            t.events > 0,
            *((t.value.in_(self.values),) if self.values else ()),
        )


class Store:
    """What the reports ask of the database."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._months: dict[int, frozenset[date]] = {}

    def slugs(self) -> tuple[str, ...]:
        """The organisations there are, in code points (D-66)."""
        return organisations.slugs(self.connection)

    def slug_of_team(self, team_id: str) -> str | None:
        """The organisation that a Slack team is linked to, if any."""
        return organisations.slug_of_team(self.connection, team_id)

    def organization(self, slug: str) -> Organization:
        """An organisation with its projects, credit contracts and labels. Raises `StoreError` if unknown."""
        return organisations.organization(self.connection, slug)

    def data_through(self, org_id: int, as_of: datetime) -> datetime | None:
        """The latest moment (UTC) of an event not after `as_of`: how fresh the numbers are (D-09)."""
        moment = {"org": org_id, "as_of": as_of}
        latest: datetime | None = self.connection.execute(LATEST, moment).scalar_one()
        return latest

    def totals(self, marginal: Marginal, days: Days) -> dict[str, int]:
        """What each value of a marginal adds up to on those local days."""
        found = self._totals("value", marginal, (marginal.project_id,), days)
        return {str(value): total for value, total in found.items()}

    def totals_by_project(self, marginal: Marginal, days: Days, project_ids: Sequence[int]) -> dict[int, int]:
        """What all values of a marginal add up to in each of several projects, by their ids."""
        found = self._totals("project_id", marginal, project_ids, days)
        return {int(str(project_id)): total for project_id, total in found.items()}

    def _totals(
        self, column: str, marginal: Marginal, project_ids: Sequence[int], days: Days
    ) -> dict[object, int]:
        """Sums by a column: those of whole months where they are tallied, of days at the edges."""
        long = (days[1] - days[0]).days >= LONG
        months, left = stretches(days, self._rolled(marginal.org_id) if long else frozenset())
        parts = [(tallies, marginal.of_projects(project_ids, stretch)) for stretch in left]
        if months:
            parts.append((monthly_tallies, marginal.of_months(project_ids, months)))
        found: dict[object, int] = {}
        for table, rows in parts:
            t = table.c
            query = select(t[column], func.sum(marginal.number(table))).where(rows).group_by(t[column])
            for value, number in self.connection.execute(query).all():
                found[value] = found.get(value, 0) + int(number)
        return found

    def _rolled(self, org_id: int) -> frozenset[date]:
        if org_id not in self._months:
            self._months[org_id] = rolled(self.connection, org_id)
        return self._months[org_id]

    def by_day(self, marginal: Marginal, days: Days) -> tuple[DayTally, ...]:
        """The values of a marginal on each local day that has any, once for each kind."""
        t, number = tallies.c, marginal.number(tallies)
        rows = select(t.kind, t.day, t.value, number).where(marginal.where(days)).order_by(t.kind, t.day)
        return tuple(
            DayTally(day, {value: number for _, _, value, number in same})
            for (_, day), same in groupby(self.connection.execute(rows).all(), itemgetter(0, 1))
        )

    def has_any(self, marginal: Marginal) -> bool:
        """Whether a marginal was ever tallied, on any day."""
        query = select(tallies.c.day).where(marginal.where((date.min, date.max))).limit(1)
        return self.connection.execute(query).first() is not None

    def people(self, ids: Sequence[int]) -> dict[int, Person]:
        """People by id, however many."""
        p, found = people.c, {}
        for start in range(0, len(ids), AT_ONCE):
            chosen = p.id.in_(ids[start : start + AT_ONCE])
            for row in self.connection.execute(
                select(p.id, p.external_id, p.display_name, p.email).where(chosen)
            ):
                found[row[0]] = Person(row[0], row[1], row[2], row[3])
        return found
