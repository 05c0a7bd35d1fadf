"""`usagebot ingest`: takes in files of lines, and says what became of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.loading import loading

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.clock import Clock


def ingest(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="JSONL or CSV files; - is standard input.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and keep nothing.")
    ] = False,
    allow_partial: Annotated[
        bool, typer.Option("--allow-partial", help="Take the good lines even if over 20 % are wrong.")
    ] = False,
    today: Annotated[
        str | None, typer.Option(metavar="DATE[THH:MM]", help="Take in as of then, instead of now.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="The kind of the rows of a CSV file not named after it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The receipt as JSON.")] = False,
) -> None:
    """Take in events. Exit status 0 if every line was taken, 1 if some were rejected or in conflict."""
    import sys
    from contextlib import ExitStack

    with loading():
        from bot.cli import intake
        from bot.cli.day import day
        from bot.config import settings
        from storage.errors import said_plainly
        from storage.ingest import Options
        from storage.ingest import ingest as take_in
        from storage.migrate import open_store

    clock = day(today)
    with ExitStack() as spools:
        inputs = [intake.source(path, kind, spools) for path in files]
        with said_plainly():
            engine = open_store(settings().database_url)
        spools.callback(engine.dispose)
        with intake.progress() as on_progress:
            options = Options(dry_run, allow_partial, on_progress)
            receipt = take_in(engine, inputs, lambda zone: clock(zone.key), options)
        print(intake.data(receipt) if as_json else intake.text(receipt, dry_run))
        if not dry_run:
            _check_credits(engine, clock)
    sys.exit(0 if receipt.is_clean else 1)


def _check_credits(engine: "Engine", clock: "Clock") -> None:
    """Have a warning stored where these events crossed a level; `usagebot serve` sends it."""
    import sys

    with loading():
        from bot.jobs.warnings import check_credits
        from storage.errors import said_plainly

    try:
        with said_plainly():
            stored = check_credits(engine, None, clock)
    except Exception as error:  # whatever it is: the events are in, and the running bot checks again
        print(f"The credits were not checked ({error}). The running bot does it again.", file=sys.stderr)
        return
    if stored:
        print(f"{stored} credit warning{'s are' if stored > 1 else ' is'} on the way.", file=sys.stderr)
