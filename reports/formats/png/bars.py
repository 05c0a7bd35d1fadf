"""The numbers of stacked bars: what is folded together, what stands on what, how far the axis goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.formats.palette import FOLDED
from reports.numbers import MICRO, Credits, credits, half_up, short
from reports.parts import Series, Timeline, Unit

MOST = 12  # series; the eleven categories of questions and what is not classified
INTERVALS = 5


@dataclass(frozen=True)
class Segment:
    """One series in one bucket, from `low` to `high` on the axis; `outer` = the end of its stack."""

    bucket: int
    low: int
    high: int
    outer: bool


@dataclass(frozen=True)
class Axis:
    """From `low` to `high` in steps, all multiples of `step`, with zero among them."""

    low: int
    high: int
    step: int

    @property
    def ticks(self) -> range:
        return range(self.low, self.high + 1, self.step)

    def share(self, value: int) -> float:
        """0 at the low end, 1 at the high end; exact for numbers beyond what a float holds."""
        return (value - self.low) / (self.high - self.low)


def drawn(timeline: Timeline) -> tuple[Series, ...]:
    """The series as they are drawn: beyond 12, the smallest are one, which says how many it holds."""
    series = timeline.series
    if len(series) <= MOST:
        return series
    rank = sorted(
        range(len(series)), key=lambda i: (_is_rest(series[i]), -sum(map(abs, series[i].values)), i)
    )
    kept = frozenset(rank[: MOST - 1])
    folded = [series[i] for i in rank[MOST - 1 :]]
    values = tuple(sum(column) for column in zip(*(one.values for one in folded), strict=False))
    rest = Series(FOLDED, f"Other ({len(folded)} more)", values)
    return (*(one for i, one in enumerate(series) if i in kept), rest)


def _is_rest(series: Series) -> bool:
    """What is "other" already joins the fold, so that there is never a second one."""
    return series.key.lower() == FOLDED.lower()


def stacks(series: Sequence[Series], buckets: int) -> tuple[tuple[Segment, ...], ...]:
    """The segments of each series: positive numbers up from zero, negative ones down, zeros nowhere."""
    found: list[tuple[Segment, ...]] = []
    tops, bottoms = [0] * buckets, [0] * buckets
    ends = _ends(series, buckets)
    for index, one in enumerate(series):
        segments: list[Segment] = []
        for bucket, value in enumerate(one.values[:buckets]):
            if value:
                base = tops if value > 0 else bottoms
                low, high = sorted((base[bucket], base[bucket] + value))
                segments.append(Segment(bucket, low, high, ends[bucket, value > 0] == index))
                base[bucket] += value
        found.append(tuple(segments))
    return tuple(found)


def _ends(series: Sequence[Series], buckets: int) -> dict[tuple[int, bool], int]:
    return {
        (bucket, value > 0): index
        for index, one in enumerate(series)
        for bucket, value in enumerate(one.values[:buckets])
        if value
    }


def axis(stacked: Sequence[Sequence[Segment]]) -> Axis:
    """An axis with zero on it, four or five round intervals long."""
    low = min((segment.low for one in stacked for segment in one), default=0)
    high = max((segment.high for one in stacked for segment in one), default=0)
    step = _round_step(min(low, 0), max(high, 0))
    return Axis(
        -_intervals(-min(low, 0), step) * step, max(_intervals(max(high, 0), step), low >= 0) * step, step
    )


def _round_step(low: int, high: int) -> int:
    power: int = 10 ** max(0, len(str(high - low)) - 2)
    while True:
        for times in (1, 2, 5):
            if _intervals(high, times * power) + _intervals(-low, times * power) <= INTERVALS:
                return times * power
        power *= 10


def _intervals(size: int, step: int) -> int:
    return -(-size // step)


def tick(value: int, unit: Unit) -> str:
    """1,500 / 20K / 1.5M / 0.2: as short as an axis wants it; credits in credits."""
    if unit is not Unit.CREDITS:
        return _terse(short(value))
    if value % MICRO == 0:
        return _terse(short(value // MICRO))
    exact = str(Credits(value))
    return exact.rstrip("0").rstrip(".")


def total(value: int, unit: Unit) -> str:
    """The sum of a bar, for above it."""
    if unit is not Unit.CREDITS:
        return _terse(short(value))
    if 0 < abs(value) < 10 * MICRO:
        return credits(Credits(value), 1)
    return _terse(short(half_up(Fraction(value, MICRO))))


def _terse(text: str) -> str:
    return text[:-3] + text[-1] if text[-3:-1] == ".0" else text
