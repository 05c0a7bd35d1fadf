"""The rows of the benchmark's table, as text and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measurement: this project's figure, what it is held against, and the bound.

    With a `floor` the bound is on the ratio of the two, otherwise on the figure itself; `at_least` turns the
    bound around. `faster` says how many times faster than the floor we are, at least. Without a bound the
    row only informs.
    """

    what: str
    database: str
    ours: float
    unit: str
    floor: float | None = None
    limit: float | None = None
    at_least: bool = False
    faster: bool = False

    @property
    def ratio(self) -> float | None:
        if not self.floor or not self.ours:
            return None
        return self.floor / self.ours if self.faster else self.ours / self.floor

    @property
    def reached(self) -> bool | None:
        """Whether the bound is kept; None without one."""
        if self.limit is None:
            return None
        value = self.ours if self.ratio is None else self.ratio
        return value >= self.limit if self.at_least or self.faster else value <= self.limit


HEADINGS = ("what", "database", "ours", "against", "ratio", "must be", "ok")


def text(rows: Sequence[Row]) -> str:
    """The rows as a table, those that missed their bound marked."""
    cells = [HEADINGS, *map(_cells, rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(HEADINGS))]
    lines = ("  ".join(_aligned(line, widths)).rstrip() for line in cells)
    return "\n".join(lines)


def _aligned(line: tuple[str, ...], widths: list[int]) -> list[str]:
    left = 2
    return [
        cell.ljust(width) if place < left else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.what,
        row.database,
        _amount(row.ours, row.unit),
        "" if row.floor is None else _amount(row.floor, row.unit),
        "" if row.ratio is None else f"{row.ratio:.2f} ×" if row.ratio < 100 else f"{row.ratio:,.0f} ×",
        _bound(row),
        {True: "ok", False: "MISSED", None: "-"}[row.reached],
    )


def _bound(row: Row) -> str:
    if row.limit is None:
        return ""
    sign = "≥" if row.at_least or row.faster else "≤"
    return f"{sign} {row.limit:g} ×" if row.floor else f"{sign} {row.limit:g} {row.unit}"


def _amount(value: float, unit: str) -> str:
    return f"{value:,.1f} {unit}" if value < 1000 else f"{value:,.0f} {unit}"


def write(rows: Sequence[Row], events: int, path: Path) -> None:
    """Keep the rows with their ratios as JSON."""
    listed = [asdict(row) | {"ratio": row.ratio, "reached": row.reached} for row in rows]
    path.write_text(json.dumps({"events": events, "rows": listed}, indent=2, ensure_ascii=False) + "\n")
