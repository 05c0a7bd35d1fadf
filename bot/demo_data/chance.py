"""Samplers that draw the same values from the same name on every platform and Python.

Only `Random.random()` keeps its sequence across Python versions, and C libraries differ in the last bit of
`exp`, so everything else here is made from it with the four basic operations.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


def exp(x: float) -> float:
    """Return e to the power `x` (for |x| up to about 700), to some twelve digits."""
    small = x / 1024
    total = term = 1.0
    for n in range(1, 18):
        term = term * small / n
        total += term
    for _ in range(10):  # (e^(x/1024))^1024
        total *= total
    return total


@dataclass(frozen=True)
class Mix:
    """Values with their weights; the weights need not add up to anything in particular."""

    weights: tuple[tuple[str, float], ...]
    bounds: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bounds", tuple(accumulate(weight for _, weight in self.weights)))

    def without(self, value: str) -> "Mix":
        return Mix(tuple(pair for pair in self.weights if pair[0] != value))

    def at(self, part: float) -> str:
        """Return the value at `part` (from 0 up to but not including 1) of the whole weight."""
        target = part * self.bounds[-1]
        for (value, _), bound in zip(self.weights, self.bounds, strict=True):
            if target < bound:
                return value
        return self.weights[-1][0]


def mix(**weights: float) -> Mix:
    return Mix(tuple(weights.items()))


class Chance:
    """One stream of random values, known by its name: other names' draws never shift it.

    A number at the end of a name only tells its streams apart: it is the one that meets the reference totals.
    """

    def __init__(self, name: str) -> None:
        self._part = Random(name).random  # noqa: S311 - an invented history keeps no secret

    def happens(self, probability: float) -> bool:
        return self._part() < probability

    def between(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return low + int(self._part() * (high - low + 1))

    def one(self, items: Sequence[Item]) -> Item:
        return items[int(self._part() * len(items))]

    def pick(self, values: Mix) -> str:
        return values.at(self._part())

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        keyed = [(self._part(), place) for place in range(len(items))]
        return [items[place] for _, place in sorted(keyed)]

    def poisson(self, mean: float) -> int:
        """Return a Poisson count for a mean of up to about 700."""
        floor, product, count = exp(-mean), self._part(), 0
        while product > floor:
            product *= self._part()
            count += 1
        return count

    def lognormal(self, mu: float, sigma: float) -> float:
        """Return e to the power of a normal value, itself the sum of twelve even draws."""
        return exp(mu + sigma * (sum(self._part() for _ in range(12)) - 6.0))

    def daytime(self) -> int:
        """Return a second of the day between 07:00 and 21:00, most likely around 14:00."""
        return 7 * 3600 + int((self._part() + self._part()) * 7 * 3600)
