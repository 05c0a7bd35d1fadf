"""Events on their way to the app: repeated until acknowledged, held or doubled where a test wants it."""

from collections.abc import Sequence
from concurrent.futures import Future
from threading import Timer
from typing import Any

from bot.sandbox.sockets import Sockets
from bot.sandbox.timing import Timing

Json = dict[str, Any]


class Events:
    """The events API. Slack sends an unacknowledged event up to three times more, with the same event id."""

    def __init__(self, sockets: Sockets, timing: Timing) -> None:
        self._sockets = sockets
        self._timing = timing
        self._held: list[Json] | None = None
        self.sent: list[Json] = []  # payloads in the order of their first sending

    def send(self, payload: Json) -> None:
        """Send an event, or keep it while events are held."""
        if self._held is not None:
            self._held.append(payload)
            return
        self.sent.append(payload)
        self._deliver(payload, 0)

    def repeat(self, payload: Json) -> None:
        """Send an event again though it was acknowledged, as Slack does when the acknowledgement was lost."""
        self._deliver(payload, 1)

    def hold(self) -> None:
        """Keep events back until they are released."""
        self._held = []

    def release(self, order: Sequence[int] | None = None) -> None:
        """Send what was held, in another order where one is given."""
        held, self._held = self._held or [], None
        for place in range(len(held)) if order is None else order:
            self.send(held[place])

    def _deliver(self, payload: Json, attempt: int) -> None:
        awaited = self._sockets.deliver("events_api", payload, attempt)
        if attempt < len(self._timing.event_pauses):
            pause = self._timing.ack + self._timing.event_pauses[attempt]
            timer = Timer(pause, self._again, [payload, attempt + 1, awaited])
            timer.daemon = True
            timer.start()
            if awaited is not None:
                awaited.add_done_callback(lambda _: timer.cancel())

    def _again(self, payload: Json, attempt: int, awaited: Future[Json] | None) -> None:
        if awaited is None or not awaited.done():
            self._deliver(payload, attempt)
