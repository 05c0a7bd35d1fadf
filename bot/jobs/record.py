"""Writes down what becomes of a claimed delivery, as long as the claim holds."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import sleep

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.jobs.ending import End
from bot.jobs.shift import Shift
from bot.jobs.telling import tell
from bot.post import Posted
from storage import deliveries, subscriptions
from storage.deliveries import Delivery
from storage.engine import writing
from storage.errors import StoreError

log = logging.getLogger(__name__)

RENEWALS = 3  # in the time of a lease
PAUSES = (0.1, 0.5, 2.0, 5.0)  # seconds before what happened in Slack is written down again


@dataclass(frozen=True)
class Record:
    """One claimed delivery. Each deed is False when the claim was lost: then somebody else has it."""

    shift: Shift
    delivery: Delivery
    _ended: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the lease while the block works."""
        thread = Thread(target=self._renewing, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _renewing(self) -> None:
        while not self._ended.wait(self.shift.pace.lease / RENEWALS):
            with self._lock:
                if self._ended.is_set() or not self._renewed():
                    return

    def _renewed(self) -> bool:
        try:
            return self.renew()
        except (StoreError, SQLAlchemyError) as error:
            log.warning("A lease could not be renewed: %s", type(error).__name__)
            return True

    def renew(self) -> bool:
        """Hold the lease anew from now on."""
        seconds = self.shift.pace.lease
        with writing(self.shift.desk.engine) as connection:
            return deliveries.renew(connection, self.delivery.id, self.shift.me, seconds)

    def posted(self, place: Posted, permalink: str | None = None) -> bool:
        """The message is in Slack."""
        return self._kept(
            lambda c: deliveries.posted(
                c, self.delivery.id, self.shift.me, place.ts, permalink, self.shift.now
            )
        )

    def uploaded(self, file_id: str) -> bool:
        """Slack has the bytes of the file, which nobody sees yet."""
        return self._kept(lambda c: deliveries.uploaded(c, self.delivery.id, self.shift.me, file_id))

    def wait(self, seconds: float, error: str) -> bool:
        """It was surely not said, and is tried again in so many seconds."""
        return self._last(lambda c: deliveries.wait(c, self.delivery.id, self.shift.me, seconds, error))

    def unclear(self, error: str, seconds: float | None = None) -> bool:
        """It may have been said; after a while, longer each time, somebody looks."""
        pace, tries = self.shift.pace, min(self.delivery.attempts - 1, 10)
        later = seconds or min(pace.unclear * 2**tries, pace.longest_wait)
        return self._last(lambda c: deliveries.unclear(c, self.delivery.id, self.shift.me, later, error))

    def sent(self, error: str | None = None) -> bool:
        """It is all there; `error` is what of it is not."""
        return self.ended(End("sent", error))

    def ended(self, end: End) -> bool:
        """It comes to this end, and its owner is told, in one transaction: both happen, or neither."""
        return self._last(lambda connection: self._ended_with(connection, end))

    def _ended_with(self, connection: Connection, end: End) -> bool:
        mine, now = self.delivery, self.shift.now
        if end.recount and not deliveries.forget_facts(connection, mine.id, self.shift.me):
            return False
        if not deliveries.finish(connection, mine.id, self.shift.me, end.status, end.error, now):
            return False
        log.info("Delivery %s (%s) to %s: %s", mine.id, mine.key, mine.destination, end)
        found = subscriptions.find(connection, mine.org_id, mine.subscription_id)
        if end.told is None or mine.kind == "notice" or found is None:
            return True
        if end.pauses:
            subscriptions.pause(connection, found.id, None, end.error)
        tell(connection, found, f"{end.status}:{mine.id}:{mine.attempts}", end.told(found, mine), now)
        return True

    def _last(self, write: Callable[[Connection], bool]) -> bool:
        """Write down how it ends for now; no renewal may lengthen the lease after that."""
        with self._lock:
            self._ended.set()
        return self._kept(write)

    def _kept(self, write: Callable[[Connection], bool]) -> bool:
        """Write it down, and try again while the store cannot be written: in Slack it has happened."""
        for pause in PAUSES:
            try:
                with writing(self.shift.desk.engine) as connection:
                    return write(connection)
            except (StoreError, SQLAlchemyError) as error:
                log.warning("What became of delivery %s is not kept yet: %s", self.delivery.id, error)
                sleep(pause)
        with writing(self.shift.desk.engine) as connection:
            return write(connection)
