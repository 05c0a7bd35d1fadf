"""The app's manifest as it is given to Slack: what the bot may do there, and how Slack reaches it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.config import ConfigError

_HERE = Path(__file__).parent
PLACES = (_HERE / "manifest.yml", _HERE.parent / "manifest.yml")  # in an installed wheel; in a checkout
PATH = "/slack/events"


def manifest() -> dict[str, Any]:
    """The parsed manifest.yml."""
    parsed: dict[str, Any] = yaml.safe_load(text())
    return parsed


def text() -> str:
    """The manifest.yml as it is, for Socket Mode."""
    path = next(place for place in PLACES if place.exists())
    return path.read_text(encoding="utf-8")


def over_http(address: str) -> str:
    """The manifest of an app that Slack calls at an address. Raises `ConfigError` for one it cannot call."""
    url, found = _url(address), manifest()
    for command in found["features"].get("slash_commands", ()):
        command["url"] = url
    settings = found["settings"]
    settings["socket_mode_enabled"] = False
    settings["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
    if "event_subscriptions" in settings:
        settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=110)


def _url(address: str) -> str:
    """The one URL of the bot, whether its path is typed or not."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(
            f'Slack cannot call "{address}": it needs an address that begins with https://. '
            "Example: usagebot manifest --http https://usage.example.com"
        )
    return address if parts.path.endswith(PATH) else address.rstrip("/") + PATH
