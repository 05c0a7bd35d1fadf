"""Forgets what nobody asks about any more: which of Slack's payloads were already acted on."""

from datetime import timedelta

from bot.desk import Desk
from storage import heard
from storage.engine import writing

KEPT = timedelta(days=1)  # Slack sends an event again for minutes, not for days


def clear(desk: Desk) -> None:
    """Forget the payloads and clicks of more than a day ago. Raises `StoreError`."""
    with writing(desk.engine) as connection:
        heard.forget(connection, desk.now("UTC") - KEPT)
