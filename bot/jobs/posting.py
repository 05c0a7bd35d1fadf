"""Says the message of a claimed delivery, once, and writes down what Slack made of it."""

import logging
from dataclasses import replace

from bot import post
from bot.jobs import contents, ending, looking
from bot.jobs.plan import too_late
from bot.jobs.record import Record
from bot.jobs.refusals import Fixable, Permanent, Refusal, TooMuch, Unclear, Wait, refusal
from bot.post import Posted
from bot.ready import Ready, forms

log = logging.getLogger(__name__)

OURS = "Something went wrong on my side"
OURS_AGAIN = 300.0  # seconds


def post_message(record: Record) -> Posted | None:
    """Say the message, in a plainer form where Slack wants that; None if it was not said."""
    shift, mine = record.shift, record.delivery
    try:
        ready = post.prepare(shift.client, contents.message(mine).drawn_by(shift.desk.draw))
    except ValueError as error:
        record.ended(ending.failed(str(error)))
        return None
    except Exception:  # whatever it is, nothing was said yet
        log.exception("The message of delivery %s could not be made", mine.id)
        record.wait(OURS_AGAIN, OURS)
        return None
    said = _say(record, replace(ready, metadata=looking.metadata(mine.mark)))
    if isinstance(said, Posted):
        return said
    if said is not None:
        _refused(record, said)
    return None


def _say(record: Record, ready: Ready) -> Posted | Refusal | None:
    """Where it was said, or how Slack refused it; None if somebody else has the delivery now."""
    shift, mine, strict = record.shift, record.delivery, post.strict(record.shift.client)
    refused: Refusal | None = None
    for form in forms(ready):
        shift.gate.wait(mine.destination)
        # Just before: a process that was held up in between must not say what another one has said meanwhile.
        if not record.renew():
            return None
        try:
            place = post.say(strict, mine.destination, form)
        except Exception as error:  # whatever is not known to be a refusal may have been heard
            refused = refusal(error, shift.pace.dead_token)
            if isinstance(refused, TooMuch):
                log.warning("Slack refused delivery %s: %s", mine.id, refused.reason)
                continue
            return refused
        if not record.posted(place):
            return None
        post.show_below(shift.client, place, form)
        return place
    return refused


def _refused(record: Record, refused: Refusal) -> None:
    mine = record.delivery
    match refused:
        case Wait(seconds, reason, token):
            if token:
                record.shift.say_once(reason)
            # What a person wants though it is late is known by having no error.
            late = too_late(mine, record.shift.now)
            record.wait(seconds, "" if late else reason)
        case Unclear(reason):
            record.unclear(reason)
        case Fixable(reason, cure):
            record.ended(ending.fixable(reason, cure))
        case Permanent(reason) | TooMuch(reason):
            record.ended(ending.failed(reason))
