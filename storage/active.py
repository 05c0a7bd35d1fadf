"""Reads who was active one by one, because an organisation may have a hundred thousand people."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, and_, cast, func, select

from storage.days import STREAMED
from storage.store import Days, Marginal
from storage.tables import people, tallies


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who was active, and how many questions they asked; none is possible."""

    id: int
    external_id: str
    name: str
    email: str | None
    questions: int


def askers(connection: Connection, active: Marginal, asked: Marginal, days: Days) -> Iterator[Asker]:
    """Everybody in the first marginal on those local days, with their events of the second; unordered."""
    person = cast(tallies.c.value, BigInteger).label("person")
    acted = select(person).where(active.where(days)).group_by(tallies.c.value).subquery()
    number = func.sum(tallies.c.events).label("number")
    counted = select(person, number).where(asked.where(days)).group_by(tallies.c.value).subquery()
    p = people.c
    query = (
        select(p.id, p.external_id, p.display_name, p.email, func.coalesce(counted.c.number, 0))
        .join_from(acted, people, and_(p.id == acted.c.person, p.org_id == active.org_id))
        .outerjoin(counted, counted.c.person == acted.c.person)
    )
    for id_, external_id, name, email, questions in connection.execute(query, execution_options=STREAMED):
        yield Asker(id_, external_id, name, email, int(questions))
