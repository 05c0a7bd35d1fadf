"""Rankings of people: who did the most, and what is said where they may not be named (D-22)."""

from collections.abc import Iterator

from reports.breakdowns import Counted, Row, added, cells
from reports.facts import Facts, Sums
from reports.parts import Note, Part, Table
from reports.scope import Names
from reports.section import Count


def by_person(counted: Counted, top: int) -> Count:
    """The people with the most, ranked (D-22), drawn against everybody else; names only where they may be."""

    def count(facts: Facts) -> Iterator[Part]:
        key = f"{counted.section}.by_user"
        hidden = names_hidden(facts, key)
        yield from (hidden,) if hidden else _ranking(facts, counted, top)

    return count


def names_hidden(facts: Facts, key: str) -> Note | None:
    """What stands in place of a table of people where they may not be named (D-22)."""
    match facts.scope.names:
        case Names.OFF:
            text = f"User rankings are switched off for {facts.scope.org.name}."
        case Names.ASK_PRIVATELY | Names.FOR_MANAGERS:
            text = "Top users: ask with `private`"
        case Names.SHOWN:
            return None
    return Note(f"{key}.names", text)


def _ranking(facts: Facts, counted: Counted, top: int) -> Iterator[Part]:
    key, title = f"{counted.section}.by_user", f"Top users by {counted.noun.lower()}"
    kinds = counted.of(facts)
    order = ranked(facts, {person: sums for person, sums in kinds.by("person").items() if sums.now})
    shown = order[:top]
    days = kinds.days("person", [row.key for _, row in shown])
    everybody = kinds.days(counted.total)
    known = facts.store.people([int(row.key) for _, row in shown])
    series = [(known[int(row.key)].external_id, row.label, days.get(row.key, {})) for _, row in shown]
    rest = dict(next(iter(everybody.values()), {}))
    for _, _, by_day in series:
        rest = added(rest, {day: -value for day, value in by_day.items()})
    if any(rest.values()):
        series.append(("other", "Everyone else", rest))
    yield facts.timeline(key, title, counted.unit, series)
    total = kinds.total(counted.total)
    yield Table(
        key=key,
        title=title,
        headings=("User", "Rank", counted.noun, "Share", "Change"),
        rows=tuple(
            (row.label, rank, *cells(facts, counted.unit, row.sums, total.now)) for rank, row in shown
        ),
        total=("Total", None, *cells(facts, counted.unit, total, total.now)),
        labels=2,
    )
    if len(order) > top:
        yield Note(f"{key}.more", f"… and {len(order) - top} more people")


def ranked(facts: Facts, sums: dict[str, Sums]) -> list[tuple[int, Row]]:
    """Everybody given, with competition ranks (1, 2, 2, 4): by count, name in code points, external id.

    The keys are the people's ids as text (D-22, D-66).
    """
    people = facts.store.people([int(value) for value in sums])
    order = sorted(people.values(), key=lambda p: (-sums[str(p.id)].now, p.name, p.external_id))
    rows: list[tuple[int, Row]] = []
    for place, person in enumerate(order, start=1):
        row = Row(str(person.id), person.name, sums[str(person.id)], {})
        tied = rows and rows[-1][1].sums.now == row.sums.now
        rows.append((rows[-1][0] if tied else place, row))
    return rows
