"""`pause N`, `resume N`, `test N`, `unsubscribe N`: one subscription, by its number."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.access import Admission, Role
from bot.jobs.testing import send_test
from bot.messages.message import Message
from bot.messages.subscription_words import moment
from bot.messages.subscriptions import Field, ended_message, subscription_message
from bot.orders import Alerts, Pause, Resume, SendTest, Subscribe, Unsubscribe
from bot.schedule import Schedule
from bot.schedule import moment as instant
from bot.subscribing.caller import Caller, no_such
from bot.subscribing.own import own_setting
from reports.errors import RequestError
from storage import subscriptions
from storage.engine import reading
from storage.records import Organization
from storage.subscriptions import DIGEST, ORGANIZATION, Subscription


def pause(caller: Caller, order: Pause) -> Message:
    """Send nothing of it until the day begins in its zone, or until it is resumed."""
    admission, found = _found(caller, order.number)
    until = _begins(order, found, caller.now(admission))
    with caller.changing(admission) as change:
        if not subscriptions.pause(change.connection, found.id, until, None):
            raise no_such(order.number)
        change.record("pause", str(order))
        found = change.fresh(order.number)
    return _told(caller, admission, found, f"Paused: number {order.number}.")


def resume(caller: Caller, number: int) -> Message:
    """Go on from now; what fell due meanwhile is not made up for."""
    admission, found = _found(caller, number)
    with caller.changing(admission) as change:
        if not subscriptions.resume(change.connection, found.id, change.now):
            raise no_such(number)
        change.record("resume", str(Resume(number)))
        found = change.fresh(number)
    return _told(caller, admission, found, f"Resumed: number {number}.")


def test(caller: Caller, number: int) -> Message:
    """Send it once now, marked as a test, to where it goes."""
    admission, found = _found(caller, number)
    with caller.changing(admission) as change:
        change.record("test", str(SendTest(number)))
    send_test(caller.desk, caller.client, found)
    return _told(caller, admission, found, f"Sent a test: number {number}.")


def end(caller: Caller, number: int) -> Message:
    """Send nothing of it ever again, and say how to have it back."""
    admission, found = _found(caller, number)
    if found.owner == ORGANIZATION:
        raise RequestError(own_setting(found, admission.org))
    with caller.changing(admission) as change:
        if not subscriptions.remove(change.connection, found.id, change.now):
            raise no_such(number)
        change.record("unsubscribe", f"{Unsubscribe(number)}: {_order(found, admission.org)}")
    return ended_message(caller.shown(found, admission), str(_order(found, admission.org)))


def _found(caller: Caller, number: int) -> tuple[Admission, Subscription]:
    """The subscription, for a manager who may see it. Raises `RequestError`."""
    admission = caller.admitted(Role.MANAGER)
    with reading(caller.desk.engine) as connection:
        found = subscriptions.find(connection, admission.org.id, number)
    if found is None or not caller.sees(found, admission):
        raise no_such(number)
    return admission, found


def _begins(order: Pause, found: Subscription, now: datetime) -> datetime | None:
    """The moment in UTC at which the day of a pause begins. Raises `RequestError` for one that has begun."""
    if order.until is None:
        return None
    until = instant(order.until, time(0), ZoneInfo(found.time_zone))
    if until <= now:
        raise RequestError(
            f"{order.until} has begun already ({found.time_zone}). Say a later day, or to go on now: "
            f"`/usage resume {order.number}`"
        )
    return until


def _told(caller: Caller, admission: Admission, found: Subscription, claim: str) -> Message:
    shown = caller.shown(found, admission)
    fields: list[Field] = []
    if found.paused_until:
        fields.append(("Paused until", moment(found.paused_until, found.time_zone)))
    if due := shown.next_due:
        fields.append(("Next", moment(due.at, found.time_zone)))
    return subscription_message(shown, claim, fields)


def _order(found: Subscription, org: Organization) -> Subscribe | Alerts:
    """The order that sets the same up again."""
    if found.kind != DIGEST:
        return Alerts(found.thresholds)
    slugs = {project.id: project.slug for project in org.projects}
    project = slugs.get(found.project_id or 0, "all")
    return Subscribe(Schedule.parse(found.schedule), found.time_zone, project, found.sections)
