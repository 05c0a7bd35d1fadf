"""Puts the file of a delivery into the thread of its message, once, and finishes the delivery."""

import logging
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_sdk.errors import SlackApiError

from bot import post
from bot.attach import File, share, upload
from bot.jobs import contents
from bot.jobs.record import Record
from bot.jobs.refusals import Unclear, Wait, refusal
from bot.messages.sentence import sentence_message
from bot.post import Posted

log = logging.getLogger(__name__)

MOST_TRIES = 8
NOT_TAKEN = "Slack did not take the CSV file"


def put_file(record: Record, place: Posted) -> None:
    """Put the file into the thread, if there is one, and finish: the message is delivered in any case.

    Where Slack does not answer, whoever claims the delivery next goes on with the same file.
    """
    _link(record, place)
    mine, pace = record.delivery, record.shift.pace
    try:
        if _attached(record, place):
            record.sent()
    except (SlackApiError, OSError, HTTPException) as error:
        refused = refusal(error, pace.dead_token)
        if isinstance(refused, Wait | Unclear) and mine.attempts < MOST_TRIES:
            record.unclear(refused.reason, refused.seconds if isinstance(refused, Wait) else None)
        elif record.sent(f"{NOT_TAKEN} ({refused.reason})."):
            _say_so(record, place, refused.reason)


def _attached(record: Record, place: Posted) -> bool:
    """Attach the file; False if somebody else has the delivery now. Raises as `attach`."""
    file, client = contents.file(record.delivery), record.shift.client
    if file is None:
        return True
    name, lines = file
    with TemporaryDirectory(prefix="usage-digest-") as folder:
        path = Path(folder) / name
        with path.open("w", encoding="utf-8", newline="") as opened:
            opened.writelines(lines)
        known = record.delivery.file_id
        file_id = known or upload(client, path)
        if not known and not record.uploaded(file_id):
            return False
        share(client, file_id, place, File(path), again=known is not None)
    return True


def _link(record: Record, place: Posted) -> None:
    """Keep the message's address, which is nice to have."""
    if record.delivery.permalink:
        return
    try:
        answer = record.shift.client.chat_getPermalink(channel=place.channel, message_ts=place.ts)
        record.posted(place, str(answer["permalink"]))
    except (SlackApiError, OSError, HTTPException) as error:
        log.info("Slack did not tell the address of a message (%s)", type(error).__name__)


def _say_so(record: Record, place: Posted, reason: str) -> None:
    """Tell those who read the message why the file is missing, as far as that works."""
    try:
        text = f"{NOT_TAKEN} of this digest ({reason}). The same file: `/usage export last-week`"
        post.post_below(record.shift.client, place, sentence_message(text))
    except (SlackApiError, OSError, HTTPException) as error:
        log.warning("It could not be said that a file is missing (%s)", type(error).__name__)
