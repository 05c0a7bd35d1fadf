"""Counting what becomes of lines, while a file is being read and written."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from storage.ingest.fate import Fate
from storage.ingest.receipt import COUNTED, LISTED, Mistake, Outcome, Problem, Receipt


@dataclass(frozen=True)
class Aside:
    """A line there is something to say about: it was not taken (yet), or taken with a warning."""

    number: int
    raw: bytes
    fate: Fate


@dataclass
class Taken:
    """What became of the lines of one transaction. The names in `counts` are those of `Receipt`."""

    counts: Counter[str] = field(default_factory=Counter)
    aside: list[Aside] = field(default_factory=list)

    def note(self, number: int, raw: bytes, fate: Fate) -> None:
        counts = self.counts
        counts["total"] += 1
        counts[fate.outcome] += 1
        if fate.problem is not None or fate.warnings:
            self.counts["warned"] += bool(fate.warnings)
            self.aside.append(Aside(number, raw, fate))

    def note_all(self, outcome: Outcome, lines: int) -> None:
        """Count so many lines there is nothing to say about."""
        self.counts["total"] += lines
        self.counts[outcome] += lines


@dataclass
class Account:
    """The receipt of one file while it is being written."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)

    def add(self, taken: Taken) -> None:
        """Count what one transaction has written."""
        self.counts.update(taken.counts)
        for line in taken.aside:
            self.remark(line.number, line.fate)

    def settle(self, number: int, fate: Fate) -> None:
        """A line that was parked has become something else."""
        self.counts[Outcome.PARKED] -= 1
        self.counts[fate.outcome] += 1
        self.counts["warned"] += bool(fate.warnings)
        self.remark(number, fate)

    def remark(self, number: int, fate: Fate) -> None:
        """List what is wrong or odd about a line. A parked one is neither yet."""
        if fate.problem is not None and fate.outcome is not Outcome.PARKED:
            self._list(self.errors, number, fate.problem)
        for problem in fate.warnings:
            self._list(self.warnings, number, problem)

    def warn(self, number: int, problem: Problem) -> None:
        """Count and list something odd that is about no line by itself."""
        self.counts["warned"] += 1
        self._list(self.warnings, number, problem)

    def _list(self, mistakes: list[Mistake], number: int, problem: Problem) -> None:
        if len(mistakes) < LISTED:
            mistakes.append(Mistake(self.name, number, problem.code, problem.message))

    def receipt(self) -> Receipt:
        counts: dict[str, Any] = {name: self.counts[name] for name in COUNTED}
        by_line = sorted(self.errors, key=lambda mistake: mistake.line)
        return Receipt(self.name, errors=tuple(by_line), warnings=tuple(self.warnings), **counts)


def refusal(lines: int, wrong: Account, number: int, problem: Problem) -> Receipt:
    """The receipt of a file of which nothing was written: why, and what is wrong with its lines."""
    why = Mistake(wrong.name, number, problem.code, problem.message)
    errors = (why, *wrong.errors)[:LISTED]
    return Receipt(wrong.name, total=lines, rejected=lines, errors=errors, refused=why)
