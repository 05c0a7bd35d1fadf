"""The rows of an export's section, and the order of those that divide a total."""

from collections import Counter
from collections.abc import Callable, Iterator

from reports.breakdowns import LAST
from reports.facts import Facts
from reports.parts import Cell

Row = tuple[Cell, ...]
Rows = Callable[[Facts], Iterator[Row]]


def most_first(found: Counter[str]) -> list[tuple[str, int]]:
    """Labels with their counts: by count, then by label, what has no value last (D-46)."""
    return sorted((+found).items(), key=lambda item: (item[0] in LAST, -item[1], item[0]))
