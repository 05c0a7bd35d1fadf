"""What `usagebot ingest` reads and shows: standard input, a progress bar, receipts."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from storage.ingest import Input, Mistake, Outcome, Receipt, input_file, piped

STDIN = Path("-")


def source(path: Path, kind: str | None, spools: ExitStack) -> Input:
    """A file to take in. Standard input is copied to a file first, since it is read twice."""
    if path != STDIN:
        return input_file(path, kind)
    spool = Path(spools.enter_context(tempfile.TemporaryDirectory(prefix="usagebot-"))) / "stdin"
    with spool.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return piped(spool, kind)


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, fed with bytes done and bytes in all; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Taking in"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def data(receipt: Receipt) -> str:
    """A receipt as JSON, with those of its files inside."""
    return json.dumps(_record(receipt), ensure_ascii=False, indent=2)


def _record(receipt: Receipt) -> dict[str, Any]:
    files = [_record(file) for file in receipt.files]
    return {**asdict(receipt), "adds_up": receipt.adds_up, "files": files}


def text(receipt: Receipt, dry_run: bool) -> str:
    """A receipt for a person: each file's counts and first mistakes, and the sum over several."""
    lines = [line for file in receipt.files for line in _file(file)]
    if len(receipt.files) > 1:
        lines += [f"Together: {_counts(receipt)}"]
    if receipt.parked:
        lines += [
            f"{receipt.parked:,} parked: what they refer to has not come yet. Every ingest retries them, "
            "for 7 days."
        ]
    if dry_run:
        lines += ["This was a dry run: nothing was kept."]
    return "\n".join(lines)


def _file(receipt: Receipt) -> Iterator[str]:
    yield f"{receipt.name}: {_counts(receipt)}"
    if receipt.refused is not None:
        yield f"  Refused, nothing of this file was written: {receipt.refused.message}"
    for mistake in receipt.errors:
        yield f"  {_place(mistake)}{mistake.code}  {mistake.message}"
    for mistake in receipt.warnings:
        yield f"  {_place(mistake)}{mistake.code}  (warning) {mistake.message}"


def _place(mistake: Mistake) -> str:
    return f"line {mistake.line}: " if mistake.line else ""


def _counts(receipt: Receipt) -> str:
    counts = [(outcome.value, int(getattr(receipt, outcome.value))) for outcome in Outcome]
    shown = [f"{count:,} {name}" for name, count in counts if count]
    warned = f" ({receipt.warned:,} warned)" if receipt.warned else ""
    return f"{receipt.total:,} lines = {' + '.join(shown) or 'nothing'}{warned}"
