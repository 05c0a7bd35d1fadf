"""Who wants to be told what, where and when."""

from storage.subscriptions.changing import add, change, pause, remove, resume
from storage.subscriptions.own import CREDIT_ALERT, DIGEST, set_own
from storage.subscriptions.reading import all_active, find, of_org
from storage.subscriptions.record import ORGANIZATION, Subscription, Wanted

__all__ = [
    "CREDIT_ALERT",
    "DIGEST",
    "ORGANIZATION",
    "Subscription",
    "Wanted",
    "add",
    "all_active",
    "change",
    "find",
    "of_org",
    "pause",
    "remove",
    "resume",
    "set_own",
]
