"""`usagebot ask`: the same report on a terminal, as pictures, or as data."""

from pathlib import Path
from typing import Annotated

import typer


def ask(
    words: Annotated[list[str], typer.Argument(help='As in Slack: "questions last-30d by:origin".')],
    today: Annotated[
        str | None, typer.Option(metavar="DATE[THH:MM]", help="Count up to then, instead of now.")
    ] = None,
    org: Annotated[str | None, typer.Option(metavar="SLUG", help="Which organisation.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every figure and breakdown as JSON.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the charts there as PNG.")] = None,
) -> None:
    """Ask for a report, in the words of Slack's /usage."""
    from bot import terminal
    from bot.answer import Reader, report
    from bot.clock import Today
    from bot.config import settings
    from reports.request import Request
    from storage.migrate import open_store

    request = Request.parse(" ".join(words))
    day = Today.parse(today) if today else None
    engine = open_store(settings().database_url)
    slug = org or settings().org
    every = as_json or out is not None
    counted = report(
        engine, request, lambda store: terminal.organization(store, slug), Reader(True, day, every)
    )
    if out:
        terminal.pictures(counted, out)
    if as_json:
        terminal.data(counted)
    else:
        terminal.page(counted)
