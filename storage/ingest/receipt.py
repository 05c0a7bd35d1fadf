"""What became of the lines of a file: counts that add up, and the first mistakes."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LISTED = 20  # mistakes named in a receipt


class Outcome(StrEnum):
    """What becomes of one line: exactly one of these."""

    INSERTED = "inserted"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"
    CONFLICT = "conflict"
    PARKED = "parked"
    REJECTED = "rejected"


# What a receipt counts, and with `rows_` before it a column of `ingest_batches`.
COUNTED = ("total", *(outcome.value for outcome in Outcome), "warned")


@dataclass(frozen=True, slots=True)
class Problem:
    """Which rule a line breaks (E01 … E18), and a sentence for who sent it."""

    code: str
    message: str


@dataclass(frozen=True)
class Mistake:
    """A problem and where it is; `line` counts from 1, 0 is the file as a whole."""

    file: str
    line: int
    code: str
    message: str


@dataclass(frozen=True)
class Receipt:
    """How many lines of a file (or of several) became what; `warned` is counted beside.

    A refused file has written nothing: all of its lines count as rejected, and `refused` says why.
    """

    name: str
    total: int = 0
    inserted: int = 0
    updated: int = 0
    duplicate: int = 0
    ignored: int = 0
    conflict: int = 0
    parked: int = 0
    rejected: int = 0
    warned: int = 0
    errors: tuple[Mistake, ...] = ()
    warnings: tuple[Mistake, ...] = ()
    refused: Mistake | None = None
    files: tuple["Receipt", ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether every line counts under exactly one outcome."""
        return self.total == sum(int(getattr(self, outcome.value)) for outcome in Outcome)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was rejected, in conflict or refused: what makes exit status 0."""
        return self.rejected == 0 and self.conflict == 0 and not self.is_refused

    @property
    def is_refused(self) -> bool:
        return self.refused is not None or any(file.is_refused for file in self.files)


def together(receipts: Iterable[Receipt]) -> Receipt:
    """One receipt over several files, with theirs inside. The first mistakes are those of the first files."""
    files = tuple(receipts)
    sums: dict[str, Any] = {name: sum(getattr(file, name) for file in files) for name in COUNTED}
    return Receipt(
        f"{len(files)} files" if len(files) != 1 else files[0].name,
        errors=tuple(mistake for file in files for mistake in file.errors)[:LISTED],
        warnings=tuple(mistake for file in files for mistake in file.warnings)[:LISTED],
        files=files,
        **sums,
    )
