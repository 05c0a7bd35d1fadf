"""`alerts credits on|off`: warnings for the channel where they are asked for."""

from dataclasses import replace

from bot.access import Admission, Role
from bot.messages.message import Message
from bot.messages.sentence import sentence_message
from bot.messages.subscriptions import Field, subscription_message
from bot.orders import Alerts
from bot.subscribing.caller import Caller, Change
from bot.subscribing.own import own_setting
from reports.card import told_apart
from reports.contract import Standing, standing
from reports.errors import RequestError
from reports.formats import text as plain
from reports.ranges import Range, no_contract
from reports.request import Request
from reports.warning import crossed
from storage import subscriptions
from storage.engine import reading
from storage.store import Store
from storage.subscriptions import CREDIT_ALERT, ORGANIZATION, Subscription, Wanted
from storage.subscriptions.holding import hold

NONE_HERE = "There are no credit warnings here. To have them: `/usage alerts credits on`"


def switch_on(caller: Caller, order: Alerts) -> Message:
    """Warn here at the levels of the order: newly, or instead of those until now."""
    admission = caller.admitted(Role.MANAGER)
    stands = _standing(caller, admission)
    with caller.changing(admission) as change:
        claim, subscription = _warn(caller, change, order)
    shown = caller.shown(subscription, admission)
    if shown.paused:
        claim += f" They are paused; to go on: /usage resume {shown.number}"
    return subscription_message(shown, claim, _fields(stands, subscription), new=True)


def switch_off(caller: Caller) -> Message:
    """Warn here no more. Raises `RequestError` where nobody is warned, or only as the organisation wants."""
    admission = caller.admitted(Role.MANAGER)
    with caller.changing(admission) as change:
        here = _here(caller, change)
        ended = [each for each in here if each.owner != ORGANIZATION]
        if not ended:
            raise RequestError(own_setting(here[0], admission.org) if here else NONE_HERE)
        for each in ended:
            subscriptions.remove(change.connection, each.id, change.now)
            change.record("unsubscribe", f"{each.id}: {Alerts(())}")
    rest = " The organisation's own stay." if len(here) > len(ended) else ""
    return sentence_message(
        f"Credit warnings are off here.{rest} On again: `/usage {Alerts(ended[0].thresholds)}`"
    )


def _standing(caller: Caller, admission: Admission) -> Standing:
    """How the contract stands, where there is one that may be shown here (D-35)."""
    now = caller.now(admission)
    request = Request("contract", Range("contract"), visibility="public")
    admission.check(request)
    request.scope(admission.org, now, admission.alone)
    with reading(caller.desk.engine) as connection:
        stands = standing(Store(connection), admission.org, now.date())
    if stands is None:
        raise RequestError(no_contract(admission.org))
    return stands


def _warn(caller: Caller, change: Change, order: Alerts) -> tuple[str, Subscription]:
    """What became of the order, and the subscription that now is."""
    hold(change.connection, change.admission.org.id)
    here = _here(caller, change)
    own = next((each for each in here if each.owner == ORGANIZATION), None)
    mine = next((each for each in here if each.owner != ORGANIZATION), None)
    # What the organisation's own warnings say here already is not said twice.
    levels = tuple(level for level in order.levels if own is None or level not in own.thresholds)
    if own and not levels:
        return f"Credit warnings are on already: number {own.id}.", own
    wanted = _wanted(caller, change, levels)
    if mine is None:
        mine = subscriptions.add(change.connection, wanted, change.now)
        claim = f"Credit warnings are on: number {mine.id}."
    elif mine.thresholds == levels:
        return f"Credit warnings are on already: number {mine.id}.", mine
    else:
        subscriptions.change(change.connection, mine.id, replace(wanted, owner=mine.owner), change.now)
        claim = f"Credit warnings changed: number {mine.id}."
    change.record("subscribe", f"{mine.id}: {Alerts(levels)}")
    return claim, change.fresh(mine.id)


def _here(caller: Caller, change: Change) -> list[Subscription]:
    place = (CREDIT_ALERT, caller.visitor.team, caller.channel)
    every = subscriptions.of_org(change.connection, change.admission.org.id)
    return [each for each in every if (each.kind, each.team_id, each.channel) == place]


def _wanted(caller: Caller, change: Change, levels: tuple[int, ...]) -> Wanted:
    return Wanted(
        org_id=change.admission.org.id,
        project_id=None,
        team_id=caller.visitor.team,
        channel=caller.channel,
        owner=caller.visitor.user,
        kind=CREDIT_ALERT,
        schedule="",
        time_zone=change.admission.org.time_zone,
        thresholds=levels,
    )


def _fields(stands: Standing, subscription: Subscription) -> list[Field]:
    """How the contract stands, and what will be said of it first."""
    used, allocation = told_apart(stands.used, stands.allocation)
    now = ("Now", f"{plain.cell(stands.percent)} used: {used} of {allocation} credits")
    level = crossed(stands, subscription.thresholds)
    return (
        [now]
        if level is None
        else [now, ("First", f"{level}% is crossed already: you will be told in a minute")]
    )
