"""Socket Mode as the workspace sees it: live connections, envelopes out, acknowledgements in."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import Future
from itertools import cycle
from secrets import token_hex
from typing import Any, Literal
from uuid import uuid4

from bot.sandbox.errors import SlackError

MOST_CONNECTIONS = 10
EnvelopeKind = Literal["slash_commands", "interactive", "events_api"]
Ack = dict[str, Any]


class Socket:
    """One live connection: how to send text down it, and how to drop it."""

    def __init__(self, send: Callable[[str], None], close: Callable[[], None]) -> None:
        self.send = send
        self.close = close


class Sockets:
    """The app's connections. Each envelope goes to one of them in turn."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._tickets: set[str] = set()
        self._open: list[Socket] = []
        self._turn = cycle(range(MOST_CONNECTIONS))
        self._awaited: dict[str, Future[Ack]] = {}
        self._doubled = 0

    def ticket(self) -> str:
        """A new single-use ticket for a connection. Raises SlackError beyond ten connections."""
        with self._lock:
            if len(self._open) >= MOST_CONNECTIONS:
                raise SlackError("too_many_websockets")
            ticket = token_hex(12)
            self._tickets.add(ticket)
        return ticket

    def admit(self, ticket: str) -> bool:
        """Spend a ticket; False when it is unknown or spent."""
        with self._lock:
            if ticket not in self._tickets or len(self._open) >= MOST_CONNECTIONS:
                return False
            self._tickets.remove(ticket)
        return True

    def add(self, socket: Socket) -> int:
        """Take a connection in; how many there are now."""
        with self._lock:
            self._open.append(socket)
            self._lock.notify_all()
            return len(self._open)

    def remove(self, socket: Socket) -> None:
        """Forget a connection that closed."""
        with self._lock:
            if socket in self._open:
                self._open.remove(socket)

    def count(self) -> int:
        """How many connections are live."""
        with self._lock:
            return len(self._open)

    def wait_for_connection(self, timeout: float = 5.0) -> bool:
        """Whether the app is connected, waiting for it up to `timeout` seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: bool(self._open), timeout)

    def double_next(self, times: int = 1) -> None:
        """Deliver each of the next `times` envelopes twice, as Slack does when an ack is lost."""
        with self._lock:
            self._doubled += times

    def deliver(self, kind: EnvelopeKind, payload: dict[str, Any], attempt: int = 0) -> Future[Ack] | None:
        """Send an envelope; the coming acknowledgement's payload, or None when no app is connected.

        `attempt` counts how often the same event was sent before.
        """
        envelope_id = str(uuid4())
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        with self._lock:
            if not self._open:
                return None
            socket = self._open[next(self._turn) % len(self._open)]
            future: Future[Ack] = Future()
            self._awaited[envelope_id] = future
            copies = 2 if self._doubled else 1
            self._doubled -= copies - 1
        for _ in range(copies):
            socket.send(json.dumps(envelope))
        return future

    def acknowledge(self, text: str) -> None:
        """Take in what the app sent: `{envelope_id, payload?}`. A late or repeated ack changes nothing."""
        reply = json.loads(text)
        with self._lock:
            future = self._awaited.pop(reply.get("envelope_id", ""), None)
        if future is not None:
            payload = reply.get("payload") or {}
            future.set_result({"text": payload} if isinstance(payload, str) else payload)

    def disconnect(self) -> None:
        """Tell every connection to reconnect, then drop it, as Slack does every few hours."""
        with self._lock:
            leaving, self._open = self._open, []
        farewell = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "sandbox"}}
        for socket in leaving:
            socket.send(json.dumps(farewell))
            socket.close()

    def drop(self) -> None:
        """Drop every connection without a word."""
        with self._lock:
            leaving, self._open = self._open, []
        for socket in leaving:
            socket.close()
