"""When a line happened: its instant in UTC and its local day in the organisation's zone."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.ingest.receipt import Problem

EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
SKEW = timedelta(minutes=10)  # how far a source's clock may be ahead (E04)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RFC_3339 = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:)(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
# The part of an instant after its hour, as most sources write it, and as it is stored.
SECONDS = {f":{m:02}:{s:02}Z": f":{m:02}:{s:02}.000000" for m in range(60) for s in range(60)}

When = tuple[str, str]  # "2026-11-03 14:05:09.000000" in UTC, as both databases read it; "2026-11-03" local


class Clock:
    """Reads instants for one zone, up to `latest`.

    Local days are looked up by the hour: all instants of a UTC hour share their local day, except in the few
    hours that hold a local midnight or a bound of E04; those are converted one by one.
    """

    def __init__(self, zone: ZoneInfo, as_of: datetime) -> None:
        self.zone = zone
        self.as_of = as_of
        self.stored_as_of = stored(as_of)
        self._latest = as_of + SKEW
        self._hours: dict[str, tuple[str, str] | None] = {}  # "2026-11-03T14" → "2026-11-03 14", local day
        self._days: dict[str, str | None] = {}  # "2026-11-03 14" → local day

    def read(self, at: str) -> When | Problem:
        """The instant and local day of an `at`, or what is wrong with it (E04)."""
        seconds = SECONDS.get(at[13:])
        if seconds is not None:
            try:
                hour = self._hours[at[:13]]
            except KeyError:
                hour = self._hours[at[:13]] = self._hour(at[:13])
            if hour is not None:
                return hour[0] + seconds, hour[1]
        return self._exact(at)

    def day(self, at: str) -> str | Problem:
        """The local day of an instant as it is stored, or what is wrong with that (E04)."""
        hour = at[:13]
        if hour not in self._days:
            found = self._hour(hour.replace(" ", "T"))
            self._days[hour] = found and found[1]
        when = self._days[hour] or self._bounded(datetime.fromisoformat(at).replace(tzinfo=UTC))
        return when[1] if isinstance(when, tuple) else when

    def _hour(self, text: str) -> tuple[str, str] | None:
        start = instant(text + ":00:00Z")
        if start is None or start < EARLIEST or start > self._latest - HOUR:
            return None
        day = self._local_day(start)
        return (f"{start:%Y-%m-%d %H}", day) if day == self._local_day(start + HOUR - MINUTE) else None

    def _exact(self, at: str) -> When | Problem:
        moment = instant(at)
        if moment is None:
            return Problem("E04", "at must be an instant with its offset, like “2026-11-03T14:05:09Z”.")
        return self._bounded(moment)

    def _bounded(self, moment: datetime) -> When | Problem:
        if moment < EARLIEST:
            return Problem("E04", "at must not be before 2015.")
        if moment > self._latest:
            return Problem("E04", f"at is in the future: it is {self.as_of:%Y-%m-%d %H:%M %Z} now.")
        return stored(moment), self._local_day(moment)

    def _local_day(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).date().isoformat()


def instant(at: str) -> datetime | None:
    """An RFC 3339 text as an instant in UTC; None if it is none. A leap second counts as the one before."""
    found = RFC_3339.fullmatch(at)
    if found is None:
        return None
    day, minute, second, fraction, offset = found.groups()
    second = "59" if second == "60" else second
    try:
        return datetime.fromisoformat(
            f"{day}T{minute}{second}{(fraction or '')[:7]}{offset.upper()}"
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def stored(moment: datetime) -> str:
    """An instant as both databases read it."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def moment_of(when: When) -> datetime:
    return datetime.fromisoformat(when[0]).replace(tzinfo=UTC)


ANY_TIME = Clock(ZoneInfo("UTC"), datetime(9000, 1, 1, tzinfo=UTC))  # for which nothing is the future
