"""Active people as the export has them: everybody, ranked by questions; and how many in each role."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from reports.facts import Facts
from reports.people import latest_roles
from reports.scope import Names
from reports.sheets.rows import Row, most_first
from storage.active import Asker, askers
from storage.days import last_days
from storage.kinds import ACTIVITY, QUESTION


def users(facts: Facts) -> Iterator[Row]:
    """All who were active, also those who asked nothing, each with their latest role (D-22)."""
    scope, roles = facts.scope, latest_roles(facts)
    named = scope.names is Names.SHOWN
    found = askers(
        facts.store.connection,
        facts.marginal((ACTIVITY,), "person"),
        facts.marginal((QUESTION,), "person"),
        (scope.period.start, scope.period.end),
    )
    for rank, person in _ranked(found):
        who = (person.name, person.email or "") if named else ("", "")
        yield rank, *who, roles[str(person.id)], person.questions


def _ranked(people: Iterable[Asker]) -> Iterator[tuple[int, Asker]]:
    """Competition ranks (1, 2, 2, 4) of people in their order."""
    rank, questions = 0, -1
    for place, person in enumerate(people, start=1):
        if person.questions != questions:
            rank, questions = place, person.questions
        yield rank, person


def roles(facts: Facts) -> Iterator[Row]:
    """Different people in each role, who may be in several; the total is exact (D-20)."""
    period = facts.scope.period
    among: dict[str, set[int]] = defaultdict(set)
    held = facts.marginal((ACTIVITY,), "role|person")
    for value, _ in last_days(facts.store.connection, held, (period.start, period.end)):
        role, _, person = value.rpartition("|")
        among[facts.scope.org.label("job_role", role)].add(int(person))
    yield "Total (exact)", len(set().union(*among.values()))
    yield from most_first(Counter({label: len(people) for label, people in among.items()}))
