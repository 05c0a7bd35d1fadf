"""What becomes of a failure after the acknowledgement: it is told, because nobody would see it otherwise."""

import logging
from collections.abc import Callable

from bot.export import NotTaken
from reports.errors import RequestError
from storage.errors import StoreError

log = logging.getLogger(__name__)

OURS = "Something went wrong on my side, not with what you asked for. Please try again in a minute."


def answering(write: Callable[[], None], tell: Callable[[str], None]) -> None:
    """Answer a person, or `tell` them in a sentence why not."""
    try:
        write()
    except (RequestError, StoreError, NotTaken) as error:
        tell(str(error))
    except Exception:  # whatever it is, the pool that runs this would keep it to itself
        log.exception("Somebody could not be answered")
        tell(OURS)
