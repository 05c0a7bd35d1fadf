"""Who was active, in which role, and how much they asked (D-18 to D-22)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from reports.breakdowns import Row, ordered
from reports.facts import Facts
from reports.numbers import Rate
from reports.parts import Cell, Note, Part, Table
from reports.sums import NONE, Sums
from storage.days import last_days
from storage.kinds import ACTIVITY, ACTS, QUESTION
from storage.rows import Source
from storage.vocabulary import UNSPECIFIED

ACTIVE = (
    "Different people with at least one act of their own: a question, a session, a simulation, a document or "
    "diagram made or shared, a memory made. Automation never counts."
)
ACTED = Source(tuple(sorted(ACTS)), humans_only=True)


def active(facts: Facts) -> Sums:
    """How many different people were active."""
    return _different(facts(ACTIVITY).by("person"))


def _different(people: dict[str, Sums]) -> Sums:
    sums = people.values()
    return Sums(sum(1 for found in sums if found.now), sum(1 for found in sums if found.before))


def by_role(facts: Facts, key: str) -> Iterator[Part]:
    """Active people per role: estimated, as whoever changed role counts in each; the total is true (D-20)."""
    rows, total = _role_rows(facts), active(facts)
    yield Table(
        key=key,
        title="Active users by role (estimated)",
        headings=("Role", "Estimated users", "Share", "Change"),
        rows=tuple((row.label, *_cells(facts, row.sums, total)) for row in rows),
        total=("Total (exact)", *_cells(facts, total, total)),
    )
    if sum(row.sums.now for row in rows) > total.now:
        yield Note(
            f"{key}.estimated",
            "Whoever changed role in this range counts in each, so the roles add up to more than the total.",
        )


def _role_rows(facts: Facts) -> tuple[Row, ...]:
    people: dict[str, dict[str, Sums]] = defaultdict(dict)
    for value, sums in facts(ACTIVITY).by("role|person").items():
        role, _, person = value.rpartition("|")
        among = people[facts.scope.org.label("job_role", role)]
        among[person] = among.get(person, NONE) + sums
    return ordered(Row(label, label, _different(among), {}) for label, among in people.items())


def _cells(facts: Facts, sums: Sums, total: Sums) -> tuple[Cell, ...]:
    return sums.now, Rate(sums.now, total.now), facts.scope.compared(sums.now, sums.before)[1]


def asked(facts: Facts) -> dict[str, int]:
    """How many questions everybody asked who was active, also who asked none (D-22), by id as text."""
    questions = facts(QUESTION).now("person")
    people = (person for person, acts in facts(ACTIVITY).now("person").items() if acts)
    return {person: questions.get(person, 0) for person in people}


def latest_roles(facts: Facts) -> dict[str, str]:
    """The role of each active person, by id as text, on the latest day of the range on which they acted.

    Two roles on one day come from a role that arrived late (D-53): the one that says something goes first.
    """
    period = facts.scope.period
    acted = last_days(
        facts.store.connection, facts.marginal((ACTIVITY,), "role|person"), (period.start, period.end)
    )
    latest: dict[str, tuple[date, bool, str]] = {}
    for value, day in acted:
        role, _, person = value.rpartition("|")
        held = day, role != UNSPECIFIED, role
        latest[person] = max(held, latest.get(person, held))
    return {person: facts.scope.org.label("job_role", role) for person, (_, _, role) in latest.items()}
