"""What was delivered lately, in a line each: what, when, where, and how it ended."""

from collections.abc import Iterator, Sequence

from bot.messages import block_kit as kit
from bot.messages import subscription_words as told
from bot.messages.delivery_words import name
from bot.messages.subscription_words import Shown
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


def _title(delivery: Delivery) -> str:
    called = name(delivery)
    shown = kit.escape(called[:1].upper() + called[1:])
    link = delivery.permalink
    return (
        f"<{kit.escape(link)}|{shown}>" if link and link.startswith(("https://", "http://")) else f"*{shown}*"
    )
