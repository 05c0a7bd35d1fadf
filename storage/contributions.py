"""What events add to the tallies, folded in memory: the part of ingest that counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from storage.kinds import ACTIVITY, ACTS, DIMENSIONS, Dimension
from storage.tables import events
from storage.vocabulary import AUTOMATION

COLUMNS: tuple[str, ...] = tuple(column.name for column in events.columns)
AT = {name: position for position, name in enumerate(COLUMNS)}
KIND, PROJECT, DAY, AMOUNT = AT["kind"], AT["project_id"], AT["occurred_on"], AT["amount"]
PERSON, ROLE = AT["person_id"], AT["role"]
IDS = ("person_id", "stage_id")

EventRow = tuple[Any, ...]  # the columns of events in order, with occurred_on as text
Key = tuple[int, str, str, str, str]  # project (0 for all), kind, dimension, day, value
Change = tuple[int, int]  # events and amount to add
Changes = Mapping[Key, Change]
NOTHING: Change = (0, 0)


def contributions(rows: Iterable[EventRow]) -> Changes:
    """What these events of one organisation count for, in every dimension of their kinds."""
    kinds: dict[str, list[EventRow]] = defaultdict(list)
    for row in rows:
        kinds[row[KIND]].append(row)
    folded: dict[Key, Change] = {}
    for kind, same in kinds.items():
        human = [row for row in same if row[PERSON] is not None and row[ROLE] != AUTOMATION]
        for tallied, dimension in _tallied(kind):
            chosen = human if dimension.humans_only else same
            _fold(folded, tallied, dimension, chosen)
    return folded


def _tallied(kind: str) -> Iterator[tuple[str, Dimension]]:
    for dimension in DIMENSIONS[kind]:
        yield kind, dimension
    if kind in ACTS:
        for dimension in DIMENSIONS[ACTIVITY]:
            yield ACTIVITY, dimension


def _fold(folded: dict[Key, Change], kind: str, dimension: Dimension, rows: list[EventRow]) -> None:
    # Equal amounts fall together, so almost every kind is counted by the interpreter's own loop.
    pick = itemgetter(PROJECT, DAY, AMOUNT, *(AT[column] for column in dimension.columns))
    required = [3 + i for i, column in enumerate(dimension.columns) if column in IDS]
    name, before = dimension.name, folded.get
    for group, count in Counter(map(pick, rows)).items():
        if required and any(group[position] is None for position in required):
            continue
        project, day, amount, *parts = group
        value = "|".join(["" if part is None else str(part) for part in parts])
        for place in (0,) if project is None else (0, project):
            key = (place, kind, name, day, value)
            number, sum_ = before(key, NOTHING)
            folded[key] = (number + count, sum_ + count * amount)


def difference(added: Changes, removed: Changes) -> Changes:
    """What to add to the tallies when some events come in place of others; keys without change left out."""
    if not removed:
        return added
    changes = dict(added)
    for key, (count, amount) in removed.items():
        before = changes.get(key, NOTHING)
        changes[key] = (before[0] - count, before[1] - amount)
    return {key: change for key, change in changes.items() if change != NOTHING}
