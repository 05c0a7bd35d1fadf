"""`usagebot manifest`: the app's manifest, as it is given to Slack."""

from typing import Annotated

import typer


def manifest(
    http: Annotated[
        str | None,
        typer.Option(metavar="URL", help="For HTTP mode: where Slack reaches the bot, https://…"),
    ] = None,
) -> None:
    """Print the manifest to paste at api.slack.com/apps (Create New App, From a manifest)."""
    from bot import manifest as app

    print(app.over_http(http) if http else app.text(), end="")
