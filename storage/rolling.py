"""Rolls up what is past, so that nobody who asks has to read it tally by tally."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from storage import months, packs
from storage.tables import events, organizations


def reopen(connection: Connection, org_id: int, days: Iterable[str]) -> None:
    """Sum these days (as text) and their months tally by tally again, from this transaction on."""
    found = {date.fromisoformat(day) for day in days}
    if found:
        months.reopen(connection, org_id, {day.replace(day=1) for day in found})
        packs.reopen(connection, org_id, found)


def reopen_all(connection: Connection, org_id: int) -> None:
    months.reopen_all(connection, org_id)
    packs.reopen_all(connection, org_id)


def roll_up(connection: Connection, org_id: int) -> None:
    """Pack every day and sum every month up to those of the latest event, which are still growing.

    The organisation is held meanwhile, so that nothing changes its tallies.
    """
    held = select(organizations.c.time_zone).where(organizations.c.id == org_id).with_for_update()
    zone = ZoneInfo(connection.execute(held).scalar_one())
    at = events.c.occurred_at
    span = select(func.min(at), func.max(at)).where(events.c.org_id == org_id)
    first, last = connection.execute(span).one()
    if first is not None:
        past = (first.astimezone(zone).date(), last.astimezone(zone).date())
        packs.roll_up(connection, org_id, past)
        months.roll_up(connection, org_id, past)
