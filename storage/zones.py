"""Where the local days of a time zone begin and end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def local_days(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime, date]]:
    """The stretches [start, end) of UTC with one local day each, which together hold first … last."""
    start = first.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    here, day = start, start.astimezone(zone).date()
    while here <= last:
        here += HOUR
        if here.astimezone(zone).date() != day:
            change = _midnight(zone, here - HOUR, here)
            yield start, change, day
            start, day = change, here.astimezone(zone).date()
    yield start, here, day


def _midnight(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The minute between two instants at which the local day changes: zones keep to whole minutes."""
    day = before.astimezone(zone).date()
    while before < after and before.astimezone(zone).date() == day:
        before += MINUTE
    return before
