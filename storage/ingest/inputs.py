"""What is taken in: one file of lines, and how to take it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from storage.errors import StoreError
from storage.ingest.shapes import SHAPES

# The as-of instant in an organisation's zone (D-52): a file may itself create the organisation, so the zone
# is not known when the command is typed. Answers an aware datetime.
AsOf = Callable[[ZoneInfo], datetime]

# Bytes read so far and in all, over both passes of all files.
Progress = Callable[[int, int], None]

JSON_ONLY = ("org.upsert", "workflow.upsert")


@dataclass(frozen=True)
class Input:
    """One file; `name` is what a receipt calls it. With a `kind` it is CSV with rows of that kind."""

    path: Path
    name: str
    kind: str | None = None


@dataclass(frozen=True)
class Options:
    """How to take files in.

    `dry_run` does everything and keeps nothing; it holds the store's one write lock until it ends.
    `allow_partial` switches off the whole-file guard (E18).
    """

    dry_run: bool = False
    allow_partial: bool = False
    on_progress: Progress | None = None


def input_file(path: Path, kind: str | None = None) -> Input:
    """A file by its name: `question.asked.csv` is CSV of that kind, anything else JSON lines.

    `kind` names the kind of a CSV file that is called otherwise. Raises `StoreError` for a file that is not
    there, and for CSV of no known kind.
    """
    if not path.is_file():
        raise StoreError(f"There is no file {path}. Give a JSONL or CSV file, or - to read a pipe.")
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        return Input(path, str(path))
    if path.suffix.lower() == ".csv":
        return Input(path, str(path), csv_kind(kind or path.stem, str(path)))
    return Input(path, str(path), csv_kind(kind, str(path)) if kind else None)


def piped(spool: Path, kind: str | None = None) -> Input:
    """Standard input, which was copied to `spool`: JSON lines, or CSV of a kind."""
    name = "standard input"
    return Input(spool, name, csv_kind(kind, name) if kind else None)


def csv_kind(kind: str, name: str) -> str:
    """A kind that CSV can carry. Raises `StoreError` naming the cure."""
    if kind in JSON_ONLY:
        raise StoreError(f"{name}: {kind} holds lists, which CSV cannot. Send it as a JSON line.")
    if kind not in SHAPES:
        raise StoreError(
            f"{name}: “{kind}” is no kind of line, so the rows cannot be read. Name the file after its kind "
            "(question.asked.csv), or say it: usagebot ingest FILE --kind question.asked"
        )
    return kind
