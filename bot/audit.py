"""What is kept for whoever asks later: who read what is sensitive, and who changed what."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from bot.access import Admission
from reports.report import Report
from storage.audit import Entry, record
from storage.engine import writing

TARGET, ACTOR = 200, 64  # characters that the log holds of each


def names_people(report: Report) -> bool:
    """Whether a report ranks people by name."""
    return any(table.key.endswith(".by_user") for table in report.tables)


def remember_reading(engine: Engine, admission: Admission, report: Report, words: str) -> None:
    """Record that somebody reads names, before anything leaves: what cannot be recorded is not handed out."""
    if admission.visitor is None or not names_people(report):
        return
    with writing(engine) as connection:
        remember(connection, admission, report.scope.as_of, ("names", words))


def remember(connection: Connection, admission: Admission, at: datetime, deed: tuple[str, str]) -> None:
    """Record a deed (what, and to what) of an admitted person, in the transaction of the caller.

    `at` is an aware moment. Whoever is nobody in Slack, as an operator at a terminal, leaves no trace here.
    """
    visitor = admission.visitor
    if visitor is None:
        return
    action, target = deed
    place = "direct message" if visitor.alone else str(visitor.channel)
    entry = Entry(at, visitor.team, visitor.user[:ACTOR], action, target[:TARGET], place)
    record(connection, admission.org.id, entry)
