"""The command line: `usagebot demo | serve | ask | ingest | …`."""

import sys

import typer

from bot.cli import (
    ask,
    audit,
    check,
    db,
    deliveries,
    demo,
    demo_data,
    ingest,
    manifest,
    org,
    rebuild,
    restamp_roles,
    serve,
    version,
)

app = typer.Typer(
    name="usagebot",
    help="PlayerZero usage in Slack: reports, charts and CSV files where people already talk.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # drawing help in boxes takes rich, which takes as long to load as all the rest
)
app.command()(demo.demo)
app.command()(serve.serve)
app.command()(ask.ask)
app.command()(ingest.ingest)
app.command()(rebuild.rebuild)
app.command("restamp-roles")(restamp_roles.restamp_roles)
app.command()(check.check)
app.add_typer(org.app, name="org")
app.add_typer(deliveries.app, name="deliveries")
app.command()(audit.audit)
app.command()(manifest.manifest)
app.command("demo-data")(demo_data.demo_data)
app.command()(version.version)
database = typer.Typer(help="The tables of the store.", no_args_is_help=True)
database.command()(db.upgrade)
app.add_typer(database, name="db")


def main() -> None:
    """Run a command. Exit status 0, 1 for a failure, 2 for a request that was not understood."""
    try:
        app()
    except Exception as error:
        status = _status(error)
        if status is None:
            raise
        print(error, file=sys.stderr)
        sys.exit(status)


def _status(error: Exception) -> int | None:
    """The exit status of a failure that says by itself what to do; None for one that does not."""
    from bot.config import ConfigError
    from reports.errors import RequestError
    from storage.errors import StoreError

    if isinstance(error, RequestError):
        return 2
    return 1 if isinstance(error, ConfigError | StoreError) else None


if __name__ == "__main__":
    main()
