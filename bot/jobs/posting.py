"""Says the message of a claimed delivery, once, and writes down what Slack made of it."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from bot import post
from bot.jobs import contents, ending, looking
from bot.jobs.plan import too_late
from bot.jobs.record import Record
from bot.jobs.refusals import Fixable, Permanent, Refusal, TooMuch, Unclear, Wait, refusal
from bot.messages.message import Image, Message
from bot.post import Posted, Ready

log = logging.getLogger(__name__)

DATA_BLOCKS = frozenset({"data_table", "data_visualization", "table"})
OURS = "Something went wrong on my side"
OURS_AGAIN = 300.0  # seconds


def post_message(record: Record) -> Posted | None:
    """Say the message, in a plainer form where Slack wants that; None if it was not said."""
    shift, mine = record.shift, record.delivery
    try:
        ready = post.prepare(shift.client, contents.message(mine))
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
    for form in _forms(ready):
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


def _forms(ready: Ready) -> Iterator[Ready]:
    """The message, and what is left of it where Slack refuses its blocks, which is always a sure refusal."""
    yield ready
    if ready.shown:
        yield ready.without_pictures
    message = ready.message
    simple = tuple(p for p in message.body if isinstance(p, Image) or p.get("type") not in DATA_BLOCKS)
    if simple != message.body:
        yield replace(ready.without_pictures, message=Message(message.text, simple))
    yield replace(ready.without_pictures, message=Message(message.text, ()))


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
