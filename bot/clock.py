"""What time it is: the one place besides the command line that reads the clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_TODAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?")
END_OF_DAY = time(23, 59)

Clock = Callable[[str], datetime]  # the present moment in a zone, aware


@dataclass(frozen=True)
class Today:
    """A day given instead of the clock (D-52), in the organisation's own zone; 23:59 if no time is given."""

    day: date
    time: time = END_OF_DAY

    @classmethod
    def parse(cls, text: str) -> "Today":
        """Read `2026-12-01` or `2026-12-01T09:00`. Raises `ValueError` with a sentence otherwise."""
        match = _TODAY.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            at = time.fromisoformat(match[2]) if match[2] else END_OF_DAY
            return cls(date.fromisoformat(match[1]), at)
        except ValueError:
            raise ValueError(
                f'I don\'t understand the day "{text}". Example: 2026-12-01 or 2026-12-01T09:00'
            ) from None

    def __call__(self, zone: str) -> datetime:
        """The same day and time in any zone: a clock that stands still."""
        return datetime.combine(self.day, self.time, ZoneInfo(zone))


def wall(zone: str) -> datetime:
    """What the clock on the wall says in a zone."""
    return datetime.now(ZoneInfo(zone))


class Movable:
    """A clock that stands where it is put, and follows the wall's until then and once it is let go."""

    def __init__(self) -> None:
        self._moment: datetime | None = None

    def put(self, moment: datetime | None) -> None:
        """Stand at an aware moment; None lets go."""
        self._moment = moment

    def __call__(self, zone: str) -> datetime:
        return self._moment.astimezone(ZoneInfo(zone)) if self._moment else wall(zone)
