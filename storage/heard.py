"""What the bot has already acted on, so that what Slack says twice, or in the wrong order, is done once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from storage.engine import reading, writing
from storage.tables import clicks, heard
from storage.upserting import inserting


def hear(connection: Connection, key: str, now: datetime) -> bool:
    """Whether this is heard for the first time; `key` names an envelope or a trigger (128 characters)."""
    first = inserting(connection, heard).values(key=key, at=now).on_conflict_do_nothing()
    return connection.execute(first.returning(heard.c.key)).first() is not None


def newest(connection: Connection, place: str, at: str) -> bool:
    """Whether no later click, nor this one, was made on a message before.

    `place` is "channel:ts" of the message, `at` the click's moment as Slack writes it ("1795351200.123456").
    """
    comparable = _comparable(at)
    new = inserting(connection, clicks).values(place=place, at=comparable)
    later = new.on_conflict_do_update(
        index_elements=["place"], set_={"at": comparable}, where=clicks.c.at < comparable
    )
    return connection.execute(later.returning(clicks.c.place)).first() is not None


@contextmanager
def undisturbed(engine: Engine, place: str, at: str) -> Iterator[bool]:
    """Whether no later click was made on a message; both are named as for `newest`.

    On Postgres none is heard before the block ends, by whichever process. On SQLite that would hold up
    everybody who writes anything; there whoever asks sees to it that its own threads take turns.
    """
    taking_turns = engine.dialect.name == "postgresql"
    with (writing if taking_turns else reading)(engine) as connection:
        if taking_turns:
            connection.execute(select(clicks.c.at).where(clicks.c.place == place).with_for_update())
        yield not overtaken(connection, place, at)


def forget(connection: Connection, before: datetime) -> None:
    """Drop what was heard, and clicked, before that moment: Slack repeats nothing for that long."""
    connection.execute(delete(heard).where(heard.c.at < before))
    connection.execute(delete(clicks).where(clicks.c.at < f"{int(before.timestamp()):0>12}"))


def overtaken(connection: Connection, place: str, at: str) -> bool:
    """Whether a later click than this was made on a message; both are named as for `newest`."""
    latest = connection.execute(select(clicks.c.at).where(clicks.c.place == place)).scalar_one_or_none()
    return latest is not None and latest > _comparable(at)


def _comparable(at: str) -> str:
    """Slack's moment in a form that sorts as text."""
    seconds, _, fraction = at.partition(".")
    return f"{seconds:0>12}.{fraction:0<6}"
