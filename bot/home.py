"""Reads what somebody's Home tab shows, all of it in one snapshot of the store."""

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.access import Admission, Role, Visitor, admitted
from bot.desk import Desk
from bot.jobs.telling import NOBODY
from bot.messages.home import Home
from bot.messages.menus import offered
from bot.messages.subscription_words import Shown
from reports.ranges import DEFAULT, Range
from reports.report import Report, measure
from reports.request import Request
from reports.sections import section_named
from storage import deliveries, subscriptions
from storage.deliveries import Delivery
from storage.engine import reading
from storage.preferences import preferred_project
from storage.store import Store
from storage.subscriptions import ORGANIZATION

LATEST = 5  # deliveries shown, of so many looked through:
LOOKED_THROUGH = 200


@dataclass(frozen=True)
class Guest:
    """Somebody who opens their Home tab."""

    client: WebClient
    desk: Desk
    visitor: Visitor


def home_of(guest: Guest) -> Home:
    """What they see. Raises `Refused`, and `StoreError` when the store cannot be read."""
    desk, visitor = guest.desk, guest.visitor
    with reading(desk.engine) as connection:
        store = Store(connection)
        allowed = admitted(store, desk, visitor)
        mine = _subscriptions(store, guest, allowed, visitor.user)
        own = _subscriptions(store, guest, allowed, ORGANIZATION) if allowed.role >= Role.MANAGER else ()
        project = preferred_project(connection, allowed.org.id, visitor.team, visitor.user)
        return Home(
            overview=_measured(store, guest, allowed, Request("overview", Range(DEFAULT), project)),
            contract=_contract(store, guest, allowed),
            subscriptions=mine,
            own=own,
            deliveries=_deliveries(store, guest, allowed, (*mine, *own)),
            project=project,
            may_change=allowed.role >= Role.MANAGER,
        )


def _measured(store: Store, guest: Guest, allowed: Admission, request: Request) -> Report:
    now = guest.desk.now(allowed.org.time_zone)
    scope = request.scope(allowed.org, now, alone=True)
    return measure(section_named(request.section), scope, store, ())


def _contract(store: Store, guest: Guest, allowed: Admission) -> Report | None:
    """The contract, where there is one that may be shown."""
    if "contract" not in {section.name for section in offered(allowed.org)}:
        return None
    return _measured(store, guest, allowed, Request("contract", Range("contract")))


def _subscriptions(store: Store, guest: Guest, allowed: Admission, owner: str) -> tuple[Shown, ...]:
    """Those of an owner in this team, wherever they go."""
    visitor, now = guest.visitor, guest.desk.now(allowed.org.time_zone)
    found = (
        each
        for each in subscriptions.of_org(store.connection, allowed.org.id)
        if (each.owner, each.team_id) == (owner, visitor.team)
    )
    return tuple(Shown(each, allowed.org, now, visitor.user) for each in found)


def _deliveries(
    store: Store, guest: Guest, allowed: Admission, shown: tuple[Shown, ...]
) -> tuple[Delivery, ...]:
    """The latest of those subscriptions, without what somebody else was told of them."""
    numbers, readers = {each.number for each in shown}, (guest.visitor.user, NOBODY)
    found = deliveries.of_org(store.connection, allowed.org.id, LOOKED_THROUGH)
    mine = (each for each in found if each.kind != "notice" or each.destination in readers)
    return tuple(each for each in mine if each.subscription_id in numbers)[:LATEST]
