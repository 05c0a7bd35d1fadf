"""What Slack says twice is done once: by this process, and by all that share the store."""

from collections import OrderedDict
from threading import Lock

from sqlalchemy import Engine

from bot.clock import wall
from storage.engine import writing
from storage.heard import hear

KEPT = 1000  # keys that a process remembers by itself
LONGEST = 128  # characters of a key


class Once:
    """Remembers the envelopes and triggers that were acted on; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._known: OrderedDict[str, None] = OrderedDict()

    def first(self, key: str) -> bool:
        """Whether this is heard for the first time. Raises `StoreError` when the store cannot say."""
        if not self._first_here(key):
            return False
        with writing(self._engine) as connection:
            return hear(connection, key[:LONGEST], wall("UTC"))

    def _first_here(self, key: str) -> bool:
        with self._lock:
            known = key in self._known
            self._known[key] = None
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
            return not known
