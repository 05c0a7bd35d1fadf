"""`usagebot demo-data`: an invented history as JSONL, to be ingested like any other."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def demo_data(
    end: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="The last day of the history (default: yesterday)."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there (default: standard output).")
    ] = None,
) -> None:
    """Write sample data: 426 days of two companies, as lines for `usagebot ingest`."""
    import sys
    from datetime import timedelta

    from bot.demo_data import lines
    from bot.demo_data.history import EARLIEST_END, LATEST_END
    from storage.errors import StoreError

    last = (end or datetime.now().astimezone() - timedelta(days=1)).date()
    if not EARLIEST_END <= last <= LATEST_END:
        raise typer.BadParameter(
            f"The last day must lie between {EARLIEST_END} and {LATEST_END}. Example: --end 2026-11-30",
            param_hint="--end",
        )
    encoded = (f"{line}\n".encode() for line in lines(last))
    if out is None:
        sys.stdout.buffer.writelines(encoded)
        sys.stdout.buffer.flush()
        return
    try:
        with out.open("wb") as file:
            file.writelines(encoded)
    except OSError as error:
        raise StoreError(
            f"{out} cannot be written: {error.strerror}. Name a file in a folder that exists, "
            "for example: usagebot demo-data --out demo.jsonl"
        ) from None
