"""The `--today` that several commands take."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.clock import Clock


def day(text: str | None) -> "Clock":
    """The clock of a command: at the day typed for `--today`, else the one on the wall.

    A word that is no day is a usage error.
    """
    from bot.clock import Today, wall

    try:
        return Today.parse(text) if text else wall
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--today") from None
