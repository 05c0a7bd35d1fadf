"""`usagebot deliveries`: what was said unasked, what it said, and sending it once more."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

Org = Annotated[str | None, typer.Option("--org", metavar="SLUG", help="Which organisation.")]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from storage.records import Organization

app = typer.Typer(help="What the bot says unasked: digests, credit warnings, notices.")


@app.callback(invoke_without_command=True)
def listing(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Everything about each, as JSON.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 50,
    org: Org = None,
) -> None:
    """List deliveries: when each was due, who claimed it, when it was sent, where it stands, the outcome."""
    if context.invoked_subcommand:
        return
    from bot.cli.ledger import data, table
    from storage import deliveries
    from storage.engine import reading

    with _store(org) as (engine, chosen), reading(engine) as connection:
        found = deliveries.of_org(connection, chosen.id, limit)
    print(data(found) if as_json else table(found, chosen))


@app.command()
def show(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the delivery.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write its blocks, pictures and file there.")
    ] = None,
    org: Org = None,
) -> None:
    """Show what a delivery says, from the facts that were frozen before it was sent."""
    from bot.cli.ledger import page, write
    from storage import deliveries
    from storage.engine import reading
    from storage.errors import StoreError

    with _store(org) as (engine, chosen), reading(engine) as connection:
        found = deliveries.find(connection, chosen.id, number)
    if found is None:
        raise StoreError(f"There is no delivery {number}. List them with: usagebot deliveries")
    print(page(found, chosen))
    if out is not None:
        write(found, out)


@app.command()
def resend(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the delivery.")],
    org: Org = None,
) -> None:
    """Let the bot post a delivery once more, with the same facts. Look in the channel first."""
    import sys

    from storage import deliveries
    from storage.engine import writing

    with _store(org) as (engine, chosen), writing(engine) as connection:
        again = deliveries.resend(connection, chosen.id, number)
    print(
        f"Delivery {again.id} goes to {again.destination} as soon as usagebot serve looks.", file=sys.stderr
    )
    print(again.id)


@contextmanager
def _store(org: str | None) -> "Iterator[tuple[Engine, Organization]]":
    """The store, and the organisation that is meant in it."""
    from bot.cli import terminal
    from bot.config import settings
    from storage.engine import reading
    from storage.migrate import open_store
    from storage.store import Store

    engine = open_store(settings().database_url)
    try:
        with reading(engine) as connection:
            chosen = terminal.organization(Store(connection), org or settings().org)
        yield engine, chosen
    finally:
        engine.dispose()
