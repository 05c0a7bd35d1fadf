"""How the value of each setting of an organisation is read from what people type."""

import re
from collections.abc import Callable
from functools import partial
from zoneinfo import available_timezones

from storage.errors import StoreError
from storage.nearest import nearest
from storage.vocabulary import RANKINGS, ROLES, VISIBILITIES

CHANNEL, GROUP = re.compile(r"[CG][A-Z0-9]{2,31}"), re.compile(r"S[A-Z0-9]{2,31}")
WEEK_STARTS = {"monday": 0, "sunday": 6, "mon": 0, "sun": 6}
UNSET = ("", "none", "off")


def one_of(words: tuple[str, ...], word: str) -> str:
    """One of a closed list of words, whatever its case."""
    if word.lower() in words:
        return word.lower()
    raise StoreError(f'I don\'t understand "{word}". {nearest(word.lower(), words)} Example: {words[0]}')


def time_zone(word: str) -> str:
    """An IANA time zone, whatever its case. A city alone is not enough, but helps to find it."""
    zones = {zone.lower(): zone for zone in sorted(available_timezones()) if len(zone) <= 64}
    if word.lower() in zones:
        return zones[word.lower()]
    city = word.lower().replace(" ", "_").rpartition("/")[2]
    meant = next((zone for low, zone in zones.items() if low.rpartition("/")[2] == city), None)
    hint = f"Did you mean {meant}?" if meant else "It is named like Europe/Berlin."
    raise StoreError(f'I don\'t know the time zone "{word}". {hint} Example: {meant or "America/New_York"}')


def week_start(word: str) -> int:
    """The first day of the week: 0 for Monday, 6 for Sunday."""
    if word.lower() in WEEK_STARTS:
        return WEEK_STARTS[word.lower()]
    raise StoreError(f'A week starts on monday or sunday; I don\'t understand "{word}". Example: monday')


def channel(word: str) -> str | None:
    """A channel's id, like C0123456789; "none" is no channel."""
    if word.lower() in UNSET:
        return None
    if CHANNEL.fullmatch(word):
        return word
    raise StoreError(
        f'"{word}" is no channel\'s id. Slack shows the id at the end of "View channel details". '
        "Example: C0123456789"
    )


def group(word: str) -> str | None:
    """A user group's id, like S0123456789; "none" is no group."""
    if word.lower() in UNSET:
        return None
    if GROUP.fullmatch(word):
        return word
    raise StoreError(
        f'"{word}" is no user group\'s id. Slack shows it in the menu of the group: "Copy group ID". '
        "Example: S0123456789"
    )


SETTINGS: dict[str, Callable[[str], str | int | None]] = {
    "time_zone": time_zone,
    "week_start": week_start,
    "show_user_rankings": partial(one_of, RANKINGS),
    "visibility": partial(one_of, VISIBILITIES),
    "alert_channel": channel,
    "digest_channel": channel,
    "default_role": partial(one_of, ROLES),
    "manager_group": group,
    "admin_group": group,
}
