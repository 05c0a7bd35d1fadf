"""Sessions and questions as the export has them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from reports.distinct import within
from reports.facts import Facts
from reports.sheets.rows import Row, most_first
from storage.kinds import QUESTION, SESSION
from storage.sessions import by_creator

BREAKDOWNS = (("Origin", "origin", "origin"), ("Role", "role", "job_role"))


def sessions(facts: Facts) -> Iterator[Row]:
    """Sessions with activity by their creator's role, and those created, which may be others."""
    slices = within(facts.scope, SESSION), within(facts.scope, QUESTION)
    found = _labelled(facts, "job_role", by_creator(facts.store.connection, *slices))
    yield "Total", found.total()
    yield from most_first(found)
    yield "Sessions created", sum(facts(SESSION).now("").values())


def questions(facts: Facts) -> Iterator[Row]:
    """Questions by origin, and again by role."""
    asked = facts(QUESTION)
    yield "Total", "", sum(asked.now("").values())
    for heading, dimension, vocab in BREAKDOWNS:
        for label, number in most_first(_labelled(facts, vocab, asked.now(dimension))):
            yield heading, label, number


def _labelled(facts: Facts, vocab: str, numbers: Mapping[str, int]) -> Counter[str]:
    """Counts by label: a value spelled "Unspecified" and none at all are one."""
    found: Counter[str] = Counter()
    for value, number in numbers.items():
        found[facts.scope.org.label(vocab, value)] += number
    return found
