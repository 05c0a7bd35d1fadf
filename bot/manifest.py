"""The app's manifest as it is given to Slack: what the bot may do there."""

from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
PLACES = (_HERE / "manifest.yml", _HERE.parent / "manifest.yml")  # in an installed wheel; in a checkout


def manifest() -> dict[str, Any]:
    """The parsed manifest.yml."""
    path = next(place for place in PLACES if place.exists())
    parsed: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return parsed
