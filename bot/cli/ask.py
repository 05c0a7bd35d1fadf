"""`usagebot ask`: the same report on a terminal, as pictures, as a CSV file, or as data."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.loading import loading


def ask(
    words: Annotated[list[str], typer.Argument(help='As in Slack: "questions last-30d by:origin".')],
    today: Annotated[
        str | None, typer.Option(metavar="DATE[THH:MM]", help="Count up to then, instead of now.")
    ] = None,
    org: Annotated[str | None, typer.Option(metavar="SLUG", help="Which organisation.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every figure and breakdown as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the charts there as PNG, an export as CSV.")
    ] = None,
) -> None:
    """Ask for a report, in the words of Slack's /usage."""
    with loading():
        from bot.cli import terminal
        from bot.cli.day import day
        from bot.cli.store import opened
        from bot.config import settings
        from bot.replies.counting import Reader, report
        from reports.request import Request
        from storage.errors import StoreError

    typed, clock = " ".join(words).removeprefix("/usage").strip(), day(today)
    slug = org or settings().org
    if typed.lower().partition(" ")[0] == "help":
        with opened() as engine:
            terminal.help_page(engine, slug, clock)
        return
    request = Request.parse(typed)
    reader = Reader(alone=True, clock=clock, every_breakdown=as_json or out is not None)
    with opened() as engine:
        counted = report(engine, request, lambda store: terminal.organization(store, slug), reader)
    in_file = out is not None and counted.section.exports
    if out:
        write = terminal.csv_file if in_file else terminal.pictures
        try:
            write(counted, out)
        except OSError as error:
            raise StoreError(f"{out} cannot be written ({error.strerror}). Choose another folder.") from None
    if as_json:
        terminal.data(counted)
    elif not in_file:
        with loading():
            from bot.cli import page
        page.show(counted)
