"""The `--today` that several commands take."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.clock import Today


def day(text: str | None) -> "Today | None":
    """The day typed for `--today`, if any; a usage error if it is none."""
    from bot.clock import Today

    try:
        return Today.parse(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--today") from None
