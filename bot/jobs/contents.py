"""What a delivery says, from the facts that were frozen on it: the same message whenever it is asked for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.messages.digest import digest_file, digest_message
from bot.messages.message import Message
from bot.messages.notice import notice_message
from bot.messages.warning import warning_message
from reports.digest import Digest
from reports.frozen import freeze, thaw
from reports.warning import CreditWarning
from storage.deliveries import Delivery

Facts = dict[str, Any]
File = tuple[str, Iterable[str]]  # its name and its lines

DIGEST, WARNING, NOTICE, REFUSED, MISSED = "digest", "warning", "text", "refused", "missed"


def digest_facts(digest: Digest, missed: tuple[date, ...]) -> Facts:
    """A digest, and the local days of earlier ones that were never sent."""
    return {DIGEST: freeze(digest), MISSED: [day.isoformat() for day in missed]}


def warning_facts(warning: CreditWarning) -> Facts:
    return {WARNING: freeze(warning)}


def notice_facts(text: str) -> Facts:
    return {NOTICE: text}


def refused_facts(reason: str) -> Facts:
    """That nothing can be counted for a delivery, and why."""
    return {REFUSED: reason}


def message(delivery: Delivery) -> Message:
    """What is posted. Raises `ValueError` for facts that this program cannot read."""
    facts = delivery.facts or {}
    if DIGEST in facts:
        missed = tuple(date.fromisoformat(day) for day in facts.get(MISSED, ()))
        return digest_message(thaw(facts[DIGEST]), missed=missed)
    if WARNING in facts:
        return warning_message(thaw(facts[WARNING]))
    return notice_message(str(facts.get(NOTICE) or facts.get(REFUSED) or "Not counted yet."))


def file(delivery: Delivery) -> File | None:
    """What is put into its thread; None if nothing is. Raises `ValueError` as `message` does."""
    facts = delivery.facts or {}
    return digest_file(thaw(facts[DIGEST])) if DIGEST in facts else None


def refused(delivery: Delivery) -> str | None:
    """Why nothing could be counted for it, if so."""
    return (delivery.facts or {}).get(REFUSED)
