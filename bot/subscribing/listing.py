"""`subscriptions`: what comes regularly, to this channel first."""

from bot.access import Role
from bot.messages.message import Message
from bot.messages.subscriptions import list_message
from bot.subscribing.caller import Caller
from storage.engine import reading
from storage.subscriptions import of_org


def listing(caller: Caller, claim: str = "") -> Message:
    """The subscriptions that they may see; `claim` is what became of one of them just now."""
    admission = caller.admitted()
    with reading(caller.desk.engine) as connection:
        every = of_org(connection, admission.org.id)
    shown = [caller.shown(each, admission) for each in every if caller.sees(each, admission)]
    here = [each for each in shown if each.subscription.channel == caller.channel]
    others = [each for each in shown if each.subscription.channel != caller.channel]
    return list_message(here, others, claim, admission.role >= Role.MANAGER)
