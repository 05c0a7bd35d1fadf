"""A time zone as people type it."""

from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.orders.reading import shown
from reports.errors import RequestError, quoted

KEY = "tz:"
WELL_KNOWN = "America/New_York, Europe/Berlin, Asia/Kolkata or UTC"


def read_zone(word: str, example: str) -> str | None:
    """The IANA zone of `tz:europe/berlin`, None without `tz:`. Raises `RequestError` if unknown."""
    if not word.lower().startswith(KEY):
        return None
    wanted = word[len(KEY) :]
    zone = _zones().get(_plain(wanted))
    if zone is not None:
        return zone
    near = _nearest(wanted)
    ask = f"Did you mean {' or '.join(near)}?" if near else f"Zones are named like {WELL_KNOWN}."
    cure = shown(f"{example} {KEY}{(near or ['Europe/Berlin'])[0]}")
    raise RequestError(f"I don't know the time zone {quoted(wanted)}. {ask} {cure}")


@cache
def _zones() -> dict[str, str]:
    """Every zone by its plain name. A few old ones have two spellings: the first stands."""
    return {_plain(zone): zone for zone in sorted(available_timezones(), reverse=True)}


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def _nearest(wanted: str) -> list[str]:
    """Up to three zones that look like it, or whose city does: nobody types the continent of Berlin."""
    regional = {
        plain: zone for plain, zone in _zones().items() if "/" in zone and not plain.startswith("etc/")
    }
    cities = {plain.rpartition("/")[2].replace("_", ""): zone for plain, zone in regional.items()}
    city = _plain(wanted).rpartition("/")[2].replace("_", "")
    close = [cities[name] for name in get_close_matches(city, cities, n=1, cutoff=0.8)]
    close += [regional[name] for name in get_close_matches(_plain(wanted), regional, n=3, cutoff=0.7)]
    return list(dict.fromkeys(close))[:3]
