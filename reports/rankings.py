"""Rankings of people: who did the most, and what is said where they may not be named (D-22)."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest

from reports.breakdowns import Counted, added, cells
from reports.facts import Facts
from reports.parts import Note, Part, Table
from reports.scope import Names
from reports.section import Count
from reports.sums import Sums
from storage.records import Person


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
    numbers = {person: number for person, number in kinds.now("person").items() if number}
    shown = ranked(facts, numbers, top)
    keys = [each.key for each in shown]
    days, before = kinds.days("person", keys), kinds.before("person", keys)
    series = [(each.person.external_id, each.person.name, days.get(each.key, {})) for each in shown]
    rest = kinds.total_days(counted.total)
    for _, _, by_day in series:
        rest = added(rest, {day: -value for day, value in by_day.items()})
    if any(rest.values()):
        series.append(("other", "Everyone else", rest))
    yield facts.timeline(key, title, counted.unit, series)
    total = kinds.total(counted.total)
    sums = [(each, Sums(each.number, before.get(each.key, 0))) for each in shown]
    yield Table(
        key=key,
        title=title,
        headings=("User", "Rank", counted.noun, "Share", "Change"),
        rows=tuple(
            (each.person.name, each.rank, *cells(facts, counted.unit, both, total.now)) for each, both in sums
        ),
        total=("Total", None, *cells(facts, counted.unit, total, total.now)),
        labels=2,
    )
    if len(numbers) > top:
        yield Note(f"{key}.more", f"… and {len(numbers) - top} more people")


@dataclass(frozen=True)
class Ranked:
    """Somebody with their competition rank (1, 2, 2, 4) and the number that gives it."""

    rank: int
    person: Person
    number: int

    @property
    def key(self) -> str:
        """How tallies name the person."""
        return str(self.person.id)


def ranked(facts: Facts, numbers: dict[str, int], top: int) -> tuple[Ranked, ...]:
    """The first so many of the people given by id as text: by number, name in code points, external id.

    Only those who may be among them are looked up (D-22, D-66).
    """
    least = min(nlargest(top, numbers.values()), default=0)
    people = facts.store.people([int(key) for key, number in numbers.items() if number >= least])
    order = sorted(people.values(), key=lambda p: (-numbers[str(p.id)], p.name, p.external_id))
    found: list[Ranked] = []
    for place, person in enumerate(order[:top], start=1):
        number = numbers[str(person.id)]
        tied = found and found[-1].number == number
        found.append(Ranked(found[-1].rank if tied else place, person, number))
    return tuple(found)
