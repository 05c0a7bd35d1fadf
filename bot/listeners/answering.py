"""What becomes of a failure after the acknowledgement: it is told, because nobody would see it otherwise."""

import logging
from collections.abc import Callable

from slack_sdk.errors import SlackApiError

from bot.export import NotTaken
from bot.refused import details, pause
from reports.errors import RequestError
from storage.errors import StoreError

log = logging.getLogger(__name__)

OURS = "Something went wrong on my side, not with what you asked for. Please try again in a minute."
BUSY = "Slack takes no more from me just now. Please try again in a minute."


def answering(write: Callable[[], None], tell: Callable[[str], None]) -> None:
    """Answer a person, or `tell` them in a sentence why not."""
    try:
        write()
    except (RequestError, StoreError, NotTaken) as error:
        _told(tell, str(error))
    except (SlackApiError, OSError) as error:
        log.warning("Slack did not take an answer: %s", details(error))
        _told(tell, OURS if pause(error) is None else BUSY)
    except Exception:  # whatever it is, the pool that runs this would keep it to itself
        log.exception("Somebody could not be answered")
        _told(tell, OURS)


def _told(tell: Callable[[str], None], text: str) -> None:
    try:
        tell(text)
    except (SlackApiError, OSError) as error:
        log.warning("Somebody could not be told so either: %s", details(error))
