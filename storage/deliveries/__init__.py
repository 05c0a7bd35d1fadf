"""What is said unasked, each thing once: planned, measured, claimed, sent, recorded."""

from storage.deliveries.claiming import Claim, claim, finish, posted, renew, unclear, uploaded, wait
from storage.deliveries.measured import forget_facts, freeze, unmeasured
from storage.deliveries.planning import add, cover, plan, skip
from storage.deliveries.reading import find, of_org, overdue
from storage.deliveries.record import Delivery, Occurrence
from storage.deliveries.resending import resend

__all__ = [
    "Claim",
    "Delivery",
    "Occurrence",
    "add",
    "claim",
    "cover",
    "find",
    "finish",
    "forget_facts",
    "freeze",
    "of_org",
    "overdue",
    "plan",
    "posted",
    "renew",
    "resend",
    "skip",
    "unclear",
    "unmeasured",
    "uploaded",
    "wait",
]
