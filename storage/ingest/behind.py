"""Events are inserted behind the caller's back, while the next lines are taken."""

from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy import Connection

from storage.contributions import EventRow
from storage.ingest import writing


class Inserting:
    """A transaction whose new events are inserted by another thread, while more lines are being taken.

    Databases work for seconds on what Python hands over in a moment. `connection` waits until it is free, so
    nobody meets the thread there; leaving the context waits too, and gives up what is not begun on an error.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1)
        self._begun: list[Future[None]] = []

    @property
    def connection(self) -> Connection:
        """The connection, with everything on it that was to be inserted. Raises what went wrong there."""
        begun, self._begun = self._begun, []
        for each in begun:
            each.result()
        return self._connection

    def insert(self, rows: list[EventRow]) -> None:
        """Insert new events soon, their columns in order."""
        if self._connection.dialect.name == "sqlite":
            # It works in this process: what two threads of it do takes as long as one after the other.
            writing.insert_events(self._connection, rows)
            return
        self._begun.append(self._thread.submit(writing.insert_events, self._connection, rows))

    def __enter__(self) -> "Inserting":
        return self

    def __exit__(self, *_error: object) -> None:
        self._thread.shutdown(cancel_futures=True)
