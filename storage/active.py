"""Reads who was active one by one, because an organisation may have a hundred thousand people."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, cast, collate, func, select

from storage.days import STREAMED
from storage.store import Days, Marginal
from storage.tables import people, tallies


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who was active, and how many questions they asked; none is possible."""

    id: int
    name: str
    email: str | None
    questions: int


def askers(connection: Connection, active: Marginal, asked: Marginal, days: Days) -> Iterator[Asker]:
    """Everybody in the first marginal on those local days, with their events of the second.

    By that number, then by name in code points, then by external id (D-66).
    """
    person = cast(tallies.c.value, BigInteger).label("person")
    acted = select(person).where(active.where(days)).group_by(tallies.c.value).subquery()
    number = func.sum(tallies.c.events).label("number")
    counted = select(person, number).where(asked.where(days)).group_by(tallies.c.value).subquery()
    p, questions = people.c, func.coalesce(counted.c.number, 0)
    texts = (p.display_name, p.external_id)
    query = (
        select(p.id, p.display_name, p.email, questions)
        .join_from(acted, people, and_(p.id == acted.c.person, p.org_id == active.org_id))
        .outerjoin(counted, counted.c.person == acted.c.person)
        .order_by(questions.desc(), *(_by_code_points(connection, text) for text in texts))
    )
    for id_, name, email, sum_ in connection.execute(query, execution_options=STREAMED):
        yield Asker(id_, name, email, int(sum_))


def _by_code_points(connection: Connection, text: ColumnElement[str]) -> ColumnElement[str]:
    """Postgres sorts as its locale does unless told otherwise; SQLite compares bytes, which is the same."""
    return collate(text, "C") if connection.dialect.name == "postgresql" else text
