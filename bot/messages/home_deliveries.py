"""What was delivered lately, in a line each: what, when, where, and how it ended."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.messages import block_kit as kit
from bot.messages import subscription_words as told
from bot.messages.subscription_words import Shown
from reports import words
from storage.deliveries import Delivery
from storage.records import Organization

NOTHING = "Nothing was delivered to you yet."
ERROR_TEXT = 200
OUTCOMES = {
    "pending": "waiting to be sent",
    "sending": "being sent",
    "sent": "posted",
    "unknown": "posted or not, Slack did not say",
    "failed": "not posted",
    "skipped": "left out",
}
_OCCURRENCE = re.compile(r"(daily|weekly|monthly) (\d{4}-\d{2}-\d{2})")
_LEVEL = re.compile(r"credit:.*:(\d+):-?\d+")
KINDS = {"digest": "Digest", "credit_alert": "Credit warning", "notice": "Notice"}


def delivery_lines(
    deliveries: Sequence[Delivery], subscriptions: Sequence[Shown], org: Organization
) -> Iterator[str]:
    """A line for each, or one that says that there is none; the titles lead to the messages."""
    places = {shown.number: shown for shown in subscriptions}
    for each in deliveries:
        shown = places.get(each.subscription_id)
        where = f" in {told.place(shown)}" if shown else ""
        at = told.moment(each.sent_at or each.due_at, org.time_zone)
        why = f": {kit.cut_escaped(each.error, ERROR_TEXT)}" if each.error else ""
        yield f"{_title(each)}{where} • {at} • {OUTCOMES[each.status]}{why}"
    if not deliveries:
        yield NOTHING


def _name(delivery: Delivery) -> str:
    """Weekly digest of Nov 16; credit warning at 90%; notice"""
    key = delivery.key.partition("#")[0]
    if found := _OCCURRENCE.fullmatch(key):
        return f"{found[1].capitalize()} digest of {words.short_day(date.fromisoformat(found[2]))}"
    if found := _LEVEL.fullmatch(key):
        return f"Credit warning at {found[1]}%"
    return KINDS[delivery.kind]


def _title(delivery: Delivery) -> str:
    name = kit.escape(_name(delivery))
    link = delivery.permalink
    return (
        f"<{kit.escape(link)}|{name}>" if link and link.startswith(("https://", "http://")) else f"*{name}*"
    )
