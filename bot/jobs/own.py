"""Where the organisation's own warnings and digest go: by its settings, else by the environment."""

import logging
from dataclasses import dataclass

from bot.access import of_team
from bot.config import Config
from bot.desk import Desk
from storage import subscriptions
from storage.engine import reading, writing
from storage.errors import StoreError
from storage.records import Organization
from storage.store import Store
from storage.subscriptions import CREDIT_ALERT, DIGEST, Subscription

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Own:
    """One of the two kinds, with its names: the setting, the variable, and what people call it."""

    kind: str
    setting: str
    variable: str
    name: str


OWN = (
    Own(CREDIT_ALERT, "alert_channel", "USAGE_ALERT_CHANNEL", "Credit warnings"),
    Own(DIGEST, "digest_channel", "USAGE_DIGEST_CHANNEL", "The weekly digest"),
)


def settle(desk: Desk, config: Config) -> tuple[str, ...]:
    """Let the organisation's own subscriptions follow its settings; where each goes, in a sentence.

    The environment fills in only what the organisation has not set.
    """
    if desk.team is None:
        return ()
    try:
        with reading(desk.engine) as connection:
            org = of_team(Store(connection), desk, desk.team)
    except StoreError as error:
        return (f"Nobody is told anything unasked yet. {error}",)
    return tuple(_settle(desk, config, org, own) for own in OWN)


def _settle(desk: Desk, config: Config, org: Organization, own: Own) -> str:
    set_, given = getattr(org, own.setting), getattr(config, own.setting)
    now = desk.now("UTC")
    with writing(desk.engine) as connection:
        found = subscriptions.set_own(connection, org, own.kind, set_ or given, desk.team or "", now)
        others = [
            each
            for each in subscriptions.of_org(connection, org.id)
            if each.kind == own.kind and each != found
        ]
    if found is None:
        return _nobody(org, own, len(others))
    where = (
        f"{own.name} of {org.name} go{'es' if own.kind == DIGEST else ''} to {found.channel}{_hours(found)}"
    )
    ignored = (
        f" ({own.variable} is not used, because the organisation has set its own)" if set_ and given else ""
    )
    paused = "" if not found.paused(now) else f", but are paused: {found.note or 'by somebody'}"
    return f"{where}{ignored}{paused}."


def _hours(found: Subscription) -> str:
    return f", {found.schedule} ({found.time_zone})" if found.schedule else ""


def _nobody(org: Organization, own: Own, others: int) -> str:
    if others:
        return f"{own.name} of {org.name} go only to those who have subscribed ({others})."
    if own.kind == DIGEST:
        return f"No weekly digest is set for {org.name}: usagebot org set {org.slug} {own.setting}=C0123ABCD"
    return (
        f"Nobody would be told when the credits of {org.name} run out. Name a channel: "
        f"usagebot org set {org.slug} {own.setting}=C0123ABCD, or {own.variable}=C0123ABCD"
    )
