"""Moments in the reader's own time zone."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_FORMS = {
    "date_num": "{0:%Y-%m-%d}",
    "date": "{0:%B} {0.day}, {0.year}",
    "date_short": "{0:%b} {0.day}, {0.year}",
    "date_long": "{0:%A}, {0:%B} {0.day}, {0.year}",
    "date_pretty": "{0:%B} {0.day}, {0.year}",
    "date_short_pretty": "{0:%b} {0.day}, {0.year}",
    "date_long_pretty": "{0:%A}, {0:%B} {0.day}, {0.year}",
    "day_divider_pretty": "{0:%A}, {0:%B} {0.day}",
    "time": "{0:%H:%M}",
    "time_secs": "{0:%H:%M:%S}",
}
_FIELD = re.compile(r"\{(\w+)\}")


def moment(ts: str, zone: str) -> datetime:
    """When a message was posted, in an IANA zone, from its ts (seconds since 1970 in UTC)."""
    return datetime.fromtimestamp(float(ts), UTC).astimezone(ZoneInfo(zone))


def local_date(seconds: str, form: str, zone: str) -> str | None:
    """A moment in Slack's own words for dates, as in "{date_short} at {time}"; None when it is no moment."""
    try:
        when = moment(seconds, zone)
    except (ValueError, OverflowError, OSError):
        return None
    return _FIELD.sub(lambda found: _FORMS.get(found[1], found[0]).format(when), form)
