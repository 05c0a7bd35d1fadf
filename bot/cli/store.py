"""The store as a command has it: opened, and closed at its end; what goes wrong is said in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


@contextmanager
def opened() -> "Iterator[Engine]":
    """The engine of the store that the settings name. Raises `StoreError` and `ConfigError`."""
    from bot.config import settings
    from storage.errors import said_plainly
    from storage.migrate import open_store

    with said_plainly():
        engine = open_store(settings().database_url)
        try:
            yield engine
        finally:
            engine.dispose()
