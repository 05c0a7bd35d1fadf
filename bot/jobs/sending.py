"""Sends what is due: claims a delivery, looks whether it is there already, posts it, and records it."""

import logging
from collections.abc import Callable, Collection

from bot.clock import wall
from bot.jobs import contents, ending, looking
from bot.jobs.plan import too_late
from bot.jobs.posting import post_message
from bot.jobs.record import Record
from bot.jobs.shift import Shift
from bot.jobs.thread import put_file
from bot.post import Posted
from storage import deliveries
from storage.deliveries import Claim
from storage.deliveries.resending import AGAIN
from storage.engine import writing

log = logging.getLogger(__name__)

NOTICE = "notice"
MARGIN = 3600.0  # seconds by which Slack's clock and ours may differ


def send_due(shift: Shift, kinds: Collection[str], go_on: Callable[[], bool] = lambda: True) -> int:
    """Send everything of these kinds that is due, one after the other; how many were taken up."""
    taken = 0
    while go_on() and not shift.stop.is_set() and (claim := _claim(shift, kinds)):
        send(shift, claim)
        taken += 1
    return taken


def _claim(shift: Shift, kinds: Collection[str]) -> Claim | None:
    with writing(shift.desk.engine) as connection:
        return deliveries.claim(connection, shift.me, kinds, shift.pace.lease, shift.desk.team)


def send(shift: Shift, claim: Claim) -> None:
    """Bring one claimed delivery as far as it goes now."""
    record = Record(shift, claim.delivery)
    with record.held():
        try:
            place = _place(record, claim)
            if place is not None:
                put_file(record, place)
        except Exception:  # whatever it is: it must not be sent again without a look, nor end the lane
            log.exception("Delivery %s could not be sent", claim.delivery.id)
            record.unclear("Something went wrong on my side.")


def _place(record: Record, claim: Claim) -> Posted | None:
    """Where the message stands; None if it does not, and what became of it is written down."""
    mine = claim.delivery
    if mine.message_ts:
        return Posted(mine.destination, mine.message_ts)
    if claim.again:
        found = _looked(record)
        if not isinstance(found, looking.Absent):
            return found
    if not claim.wanted:
        record.ended(ending.UNWANTED)
        return None
    if (reason := contents.refused(mine)) is not None:
        record.ended(ending.fixable(reason, reason, recount=True))
        return None
    if too_late(mine, record.shift.now) and not _wished(claim):
        record.ended(ending.missed())
        return None
    return post_message(record)


def _looked(record: Record) -> Posted | looking.Absent | None:
    """Look for a message that an earlier try may have posted; None if that ended the matter for now."""
    mine, shift = record.delivery, record.shift
    # A clock that was handed in may be years away from Slack's.
    since = min(mine.created_at, wall("UTC")).timestamp() - MARGIN
    match looking.look(shift.client, mine.destination, mine.mark, since):
        case looking.Found(ts):
            place = Posted(mine.destination, ts)
            return place if record.posted(place) else None
        case looking.Absent() as absent:
            return absent
        case looking.Blind() if mine.kind == NOTICE:
            # A person's direct message cannot be looked into; told twice is better than never.
            return looking.Absent()
        case looking.Blind(reason):
            record.ended(ending.unknown(reason))
        case looking.Later(reason):
            record.unclear(f"It is not known yet whether it was posted ({reason}).")
    return None


def _wished(claim: Claim) -> bool:
    """Whether a person wants it though it is late: it was resent, or its subscription resumed.

    Resuming wipes the error of what had failed; whatever waits by itself has one.
    """
    mine = claim.delivery
    resumed = mine.attempts > 1 and not claim.again and not mine.error
    return resumed or AGAIN in mine.key
