"""Counts what deliveries say, and freezes it on them before anybody claims them."""

import logging
from collections.abc import Collection
from datetime import date, datetime
from random import sample
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot import access
from bot.access import Visitor
from bot.desk import Desk
from bot.jobs import contents
from bot.jobs.plan import MISSED
from bot.people import Silent
from bot.schedule import Schedule, range_word
from reports.digest import Digest, Wish, measure_digest
from reports.errors import RequestError
from reports.ranges import Range
from reports.request import Request
from reports.warning import CreditWarning, measure_warning
from storage import deliveries, subscriptions
from storage.deliveries import Delivery
from storage.deliveries.resending import first_key
from storage.engine import reading, writing
from storage.errors import StoreError
from storage.records import Organization
from storage.store import Store
from storage.subscriptions import CREDIT_ALERT, DIGEST, Subscription

log = logging.getLogger(__name__)

ROOMS = ("C", "G")  # channels; everything else is a direct message
LOOKED_AT, AT_ONCE = 200, 4
LOOK_BACK = 500  # deliveries of an organisation in which missed ones are looked for


def measure_pending(desk: Desk, kinds: Collection[str]) -> int:
    """Count some of what has not been counted yet of these kinds; how many can be sent now.

    Several processes choose by chance, so that they seldom count the same. What cannot be counted now because
    of the store stays for the next time, and holds up no other.
    """
    with reading(desk.engine) as connection:
        pending = deliveries.unmeasured(connection, LOOKED_AT, kinds, desk.team)
    chosen = sample(pending, min(len(pending), AT_ONCE))
    return sum(_measure(desk, each) for each in chosen)


def _measure(desk: Desk, delivery: Delivery) -> bool:
    try:
        _ask_slack(desk, delivery)
        with reading(desk.engine) as connection:
            subscription = subscriptions.find(connection, delivery.org_id, delivery.subscription_id)
            facts = _facts(connection, desk, delivery, subscription)
        with writing(desk.engine) as connection:
            return deliveries.freeze(connection, delivery.id, facts)
    except (StoreError, Silent) as error:
        log.warning("Delivery %s could not be counted: %s", delivery.id, error)
    except SQLAlchemyError:
        raise
    except Exception:  # whatever it is, it must hold up no other; the owner is told when it is overdue
        log.exception("Delivery %s could not be counted", delivery.id)
    return False


def _facts(
    connection: Connection, desk: Desk, delivery: Delivery, subscription: Subscription | None
) -> contents.Facts:
    """What a delivery says; or, where a person has to mend it, why it says nothing."""
    if subscription is None:
        return contents.refused_facts("The subscription was ended.")
    store = Store(connection)
    try:
        if delivery.kind == CREDIT_ALERT:
            crossed = level(delivery)
            return contents.warning_facts(
                measured_warning(store, desk, subscription, delivery.due_at, crossed)
            )
        digest = measured_digest(store, desk, subscription, delivery.due_at)
        return contents.digest_facts(digest, _missed(connection, delivery))
    except RequestError as error:
        return contents.refused_facts(str(error))


def measured_digest(store: Store, desk: Desk, subscription: Subscription, at: datetime) -> Digest:
    """The digest of the last complete period before a moment. Raises `RequestError` if there is none."""
    org = _organization(store, desk, subscription)
    return measure_digest(store, org, _wish(org, subscription), at.astimezone(ZoneInfo(org.time_zone)))


def measured_warning(
    store: Store, desk: Desk, subscription: Subscription, at: datetime, crossed: int | None = None
) -> CreditWarning:
    """The warning of a level as of a moment; of the highest that is wanted, if none is named.

    Raises `RequestError` where there can be none.
    """
    org = _organization(store, desk, subscription)
    wanted = crossed or max(subscription.thresholds)
    return measure_warning(store, org, at.astimezone(ZoneInfo(org.time_zone)), wanted)


def _ask_slack(desk: Desk, delivery: Delivery) -> None:
    """Let Slack say now who reads a channel. Raises `Silent`: then nothing is decided this time."""
    if desk.people is not None and delivery.destination.startswith(ROOMS):
        desk.people.room(delivery.destination)


def _organization(store: Store, desk: Desk, subscription: Subscription) -> Organization:
    """The organisation as far as the channel may see it. Raises `RequestError` if it may see nothing."""
    direct = not subscription.channel.startswith(ROOMS)
    visitor = Visitor(subscription.team_id, subscription.owner if direct else "", subscription.channel)
    admission = access.admitted(store, desk, visitor)
    org = admission.org
    if org.id != subscription.org_id:
        raise RequestError(
            f"This Slack workspace is linked to {org.name} now. Subscribe again for its numbers"
        )
    if admission.outsiders:
        raise RequestError(
            f"People outside {org.name} read that channel, so nothing is posted. Ask an admin to allow it"
        )
    if subscription.kind == CREDIT_ALERT:
        admission.check(Request("contract", Range("contract"), visibility="public"))
    return org


def _wish(org: Organization, subscription: Subscription) -> Wish:
    """What a subscription wants to be told each time."""
    project = next((p.slug for p in org.projects if p.id == subscription.project_id), None)
    if subscription.project_id is not None and project is None:
        raise RequestError("The project of this subscription cannot be seen there any more.")
    words = range_word(Schedule.parse(subscription.schedule))
    return Wish(words, project, subscription.sections, subscription.id)


def level(delivery: Delivery) -> int:
    """The level that a warning is about; its key is credit:<contract>:<level>:<allocation>."""
    return int(first_key(delivery.key).rsplit(":", 2)[1])


def _missed(connection: Connection, delivery: Delivery) -> tuple[date, ...]:
    """The local days of this subscription's digests that were missed since the last one that was not."""
    days: list[date] = []
    for each in deliveries.of_org(connection, delivery.org_id, LOOK_BACK):
        mine = (each.subscription_id, each.kind) == (delivery.subscription_id, DIGEST)
        if not mine or each.due_at >= delivery.due_at:
            continue
        if (each.status, each.error) != ("skipped", MISSED):
            break
        days.append(date.fromisoformat(first_key(each.key).split(" ")[1]))
    return tuple(reversed(days))
