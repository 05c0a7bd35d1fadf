"""What a delivery is called: a digest by its day, a warning by its level."""

import re
from datetime import date

from reports import words
from storage.deliveries import Delivery

_OCCURRENCE = re.compile(r"(daily|weekly|monthly) (\d{4}-\d{2}-\d{2})")
_LEVEL = re.compile(r"credit:.*:(\d+):-?\d+")
KINDS = {"digest": "digest", "credit_alert": "credit warning", "notice": "notice"}


def name(delivery: Delivery) -> str:
    """weekly digest of Nov 16; credit warning at 90%; notice"""
    key = delivery.key.partition("#")[0]
    if found := _OCCURRENCE.fullmatch(key):
        return f"{found[1]} digest of {words.short_day(date.fromisoformat(found[2]))}"
    if found := _LEVEL.fullmatch(key):
        return f"credit warning at {found[1]}%"
    return KINDS[delivery.kind]
