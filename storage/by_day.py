"""Reads what each day holds: from its packs where these hold, from its tallies where not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Column, Connection, Select, and_, bindparam, select

from storage.kinds import BY_AMOUNT, DIMENSIONS, OF_PEOPLE
from storage.packs import dimensions, each
from storage.records import DayTally
from storage.store import Days, Marginal
from storage.tables import packed_days, packed_tallies, tallies

Numbers = dict[str, dict[str, int]]  # by dimension and value
FEW = 7  # days whose people may be read tally by tally; over more the database adds them up sooner
t, p, d = tallies.c, packed_tallies.c, packed_days.c


def _packs(column: Column[str]) -> Select[Any]:
    """The packed days of a stretch, each with the packs of some kinds; without any if nothing happened."""
    of_day = and_(p.org_id == d.org_id, p.day == d.day, p.project_id == bindparam("project"))
    some = p.kind.in_(bindparam("kinds", expanding=True))
    joined = packed_days.outerjoin(packed_tallies, and_(of_day, some))
    mine = (d.org_id == bindparam("org"), d.day >= bindparam("start"), d.day < bindparam("end"))
    return select(d.day, p.kind, column).select_from(joined).where(*mine)


PACKS = {False: _packs(p.numbers), True: _packs(p.people)}  # by whether dimensions of people are meant


class ByDay:
    """The days of the marginals that one report asks for: what is read for one serves its like."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._read: dict[tuple[Marginal, bool, Days], _Days | None] = {}
        self._found: dict[tuple[Marginal, Days], tuple[DayTally, ...] | None] = {}

    def __call__(self, marginal: Marginal, days: Days) -> tuple[DayTally, ...] | None:
        """The values of a marginal on each of those local days that has any, once for each kind.

        None where the database had better add them up: too many people, or a number that is not packed.
        """
        key = (marginal, days)
        if key not in self._found:
            self._found[key] = self._of(marginal, days)
        return self._found[key]

    def _of(self, marginal: Marginal, days: Days) -> tuple[DayTally, ...] | None:
        if any(marginal.amounts != (kind in BY_AMOUNT) for kind in marginal.kinds):
            return None
        of_people = marginal.dimension in OF_PEOPLE
        alike = replace(marginal, dimension="")
        key = (alike, of_people, days)
        if key not in self._read:
            self._read[key] = self._all(alike, of_people, days)
        read = self._read[key]
        return None if read is None else tuple(read.of(marginal.dimension))

    def _all(self, alike: Marginal, of_people: bool, days: Days) -> "_Days | None":
        """Every dimension of people, or every other, of marginals that are alike but for these."""
        mine = {"org": alike.org_id, "project": alike.project_id, "kinds": alike.kinds}
        rows = self.connection.execute(PACKS[of_people], {**mine, "start": days[0], "end": days[1]}).all()
        packed = {row[0] for row in rows}
        left = [day for day in each(days) if day not in packed]
        happened = [(day, pack) for day, kind, pack in rows if kind is not None]
        if of_people and (len(left) > FEW or any(pack is None for _, pack in happened)):
            return None
        return _Days(
            [(day, dimensions(pack)) for day, pack in happened],
            self._unpacked(alike, of_people, left) if left else [],
        )

    def _unpacked(self, alike: Marginal, of_people: bool, days: list[date]) -> list[tuple[date, Numbers]]:
        names = {dimension.name for kind in alike.kinds for dimension in DIMENSIONS[kind]}
        of_day = (t.org_id == alike.org_id, t.project_id == alike.project_id, t.kind.in_(alike.kinds))
        meant = t.dimension.in_(sorted(names & OF_PEOPLE if of_people else names - OF_PEOPLE))
        span = (t.day >= days[0], t.day <= days[-1], t.events > 0)
        rows = select(t.kind, t.dimension, t.day, t.value, alike.number(tallies)).where(*of_day, meant, *span)
        found: dict[tuple[str, date], Numbers] = {}
        for kind, dimension, day, value, number in self.connection.execute(rows).all():
            found.setdefault((kind, day), {}).setdefault(dimension, {})[value] = number
        wanted = set(days)
        return [(day, numbers) for (_, day), numbers in found.items() if day in wanted]


@dataclass(frozen=True)
class _Days:
    """What was read of some days: packs whose JSON waits until it is asked for, and tallies one by one."""

    packed: list[tuple[date, dict[str, str]]]
    unpacked: list[tuple[date, Numbers]]

    def of(self, dimension: str) -> Iterator[DayTally]:
        """The days of a dimension; its JSON is read as one, which takes half of the time."""
        packed = [(day, packs[dimension]) for day, packs in self.packed if dimension in packs]
        read = from_json(f"[{','.join(numbers for _, numbers in packed)}]")
        yield from (DayTally(day, numbers) for (day, _), numbers in zip(packed, read, strict=True))
        for day, numbers in self.unpacked:
            if dimension in numbers:
                yield DayTally(day, numbers[dimension])
