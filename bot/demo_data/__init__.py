"""An invented history of two organisations, as the lines that a source would send."""

from bot.demo_data.whole import lines

__all__ = ["lines"]
