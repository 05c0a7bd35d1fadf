"""Whether the bot is alive and ready: the ticker ticks, the database answers, Slack is heard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from slack_sdk.socket_mode.builtin import SocketModeClient
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import wall
from storage.errors import StoreError
from storage.migrate import head, revision

MISSED_BEATS = 3  # so many intervals without a sign of life mean that a lane of the ticker is dead
MISSED_PINGS = 2

Reasons = tuple[str, ...]  # what is wrong, a sentence each; none: all is well


class Pulse:
    """When each lane of the ticker last showed that it lives; lanes beat from threads of their own."""

    def __init__(self, interval: float, seconds: Callable[[], float] = monotonic) -> None:
        self._interval, self._seconds = interval, seconds
        self._last: dict[str, float] = {}

    def beat(self, lane: str) -> None:
        """Show that a lane lives."""
        self._last[lane] = self._seconds()

    def silent(self) -> Reasons:
        """The lanes that have not shown it for three intervals."""
        longest = MISSED_BEATS * self._interval
        return tuple(
            f"The ticker's lane for {lane} has not moved for {self._seconds() - last:.0f} s."
            for lane, last in sorted(self._last.items())
            if self._seconds() - last > longest
        )


class Hearing:
    """Whether a Socket Mode connection still hears Slack.

    The SDK may call a dead connection active, so an answer to a recent ping is wanted, too. A session that
    has not answered any yet is given the same time from when it was first looked at.
    """

    def __init__(self, client: SocketModeClient, seconds: Callable[[], float] = monotonic) -> None:
        self._client, self._seconds = client, seconds
        self._session, self._since = "", 0.0

    def deaf(self) -> Reasons:
        """Why Slack is not heard."""
        session = self._client.current_session
        if session is None or not self._client.is_connected():
            return ("The socket is not connected to Slack; it keeps trying.",)
        if session.session_id != self._session:
            self._session, self._since = session.session_id, self._seconds()
        ponged = session.last_ping_pong_time
        age = self._seconds() - self._since if ponged is None else wall("UTC").timestamp() - ponged
        if age > MISSED_PINGS * self._client.ping_interval + 1:
            return (f"Slack has not answered a ping for {age:.0f} s.",)
        return ()


@dataclass(frozen=True)
class Health:
    """What the checks look at; `others` are asked for further reasons why the bot is not ready."""

    engine: Engine
    pulse: Pulse
    others: Sequence[Callable[[], Reasons]] = ()

    def dead(self) -> Reasons:
        """Why this process should be started anew."""
        return self.pulse.silent()

    def unready(self) -> Reasons:
        """Why it does not do its work just now."""
        trouble = self._database()
        # The others ask the database, too; what is wrong with it is said once.
        return trouble or tuple(reason for ask in self.others for reason in ask())

    def _database(self) -> Reasons:
        try:
            found = revision(self.engine)
        except StoreError as error:
            return (str(error),)
        except SQLAlchemyError as error:
            return (f"The database does not answer ({type(error).__name__}).",)
        return () if found == head() else (f"The tables are at revision {found}, not {head()}.",)
