"""Lines about people, and about the job roles they held."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from storage.ingest.dimensions import UserRole, UserUpsert
from storage.ingest.fate import WRITTEN, Fate, RefusedLine, Stamp
from storage.ingest.organisation import Organisation, Person
from storage.ingest.receipt import Problem
from storage.ingest.upserting import latest_wins, marks, stored_row, write
from storage.tables import people, person_roles
from storage.vocabulary import UNSPECIFIED


def user(org: Organisation, line: UserUpsert, stamp: Stamp) -> Fate:
    stored = stored_row(org, people, external_id=line.id)
    fate = latest_wins(stored, stamp)
    if fate.outcome in WRITTEN:
        values = {
            "external_id": line.id,
            "email": line.email,
            "display_name": line.display_name,
            "slack_user_id": line.slack_user_id,
            "is_service": line.is_service,
        }
        write(org, people, stored, values | marks(stamp))
        org.meet([line.id])
    return fate


def user_role(org: Organisation, line: UserRole, stamp: Stamp) -> Fate:
    """A role from a day on; it ends the one before, and ends where a later one begins (E12)."""
    person, warnings = known_or_stub(org, line.user)
    warnings += unknown_word(org, "job_role", line.job_role)
    periods = _periods(org, person.id)
    stored = next((period for period in periods if period.valid_from == line.valid_from), None)
    fate = latest_wins(stored, stamp)
    if fate.outcome not in WRITTEN:
        return Fate(fate.outcome, fate.problem)
    end = stored.valid_to if stored else _open_place(periods, line.valid_from)
    org.connection.execute(
        update(person_roles)
        .where(person_roles.c.org_id == org.id, person_roles.c.person_id == person.id)
        .where(person_roles.c.valid_from < line.valid_from, person_roles.c.valid_to.is_(None))
        .values(valid_to=line.valid_from)
    )
    values = {
        "person_id": person.id,
        "job_role": line.job_role,
        "valid_from": line.valid_from,
        "valid_to": end,
    }
    write(org, person_roles, stored, values | marks(stamp))
    org.meet([line.user])
    return Fate(fate.outcome, warnings=warnings)


def _periods(org: Organisation, person_id: int) -> Sequence[Row[Any]]:
    chosen = select(person_roles).where(
        person_roles.c.org_id == org.id, person_roles.c.person_id == person_id
    )
    return org.connection.execute(chosen.order_by(person_roles.c.valid_from)).all()


def _open_place(periods: Sequence[Row[Any]], start: date) -> date | None:
    """Where a period that begins at `start` ends. Raises `RefusedLine` before a closed one (E12)."""
    for period in periods:
        if period.valid_to is not None and start < period.valid_to:
            raise RefusedLine(
                "E12", f"valid_from {start} is before {period.valid_to}, where an earlier role has ended."
            )
    return next((period.valid_from for period in periods if period.valid_from > start), None)


def known_or_stub(org: Organisation, name: str) -> tuple[Person, tuple[Problem, ...]]:
    """A person by external id; one who is not known yet is made, with a warning (E07)."""
    if name in org.people:
        return org.people[name], ()
    problem = Problem("E07", f"The user “{name}” was not known; their role is {UNSPECIFIED}.")
    return org.stub(name), (problem,)


def unknown_word(org: Organisation, vocab: str, word: str | None) -> tuple[Problem, ...]:
    """A warning for a value that an open vocabulary does not have (E09)."""
    if word is None or word in org.words.get(vocab, ()):
        return ()
    return (Problem("E09", f"“{word}” is a new {vocab}; it was taken as it is."),)
