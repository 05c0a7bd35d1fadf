"""Pictures on their way into Slack: uploaded, and scanned before a block may name them."""

import logging
from collections.abc import Callable
from time import monotonic, sleep

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.messages.message import Image
from bot.refused import details, pause

log = logging.getLogger(__name__)

SCAN_SECONDS = 30.0  # how long Slack may take to scan an upload before the picture goes to the thread instead
FIRST_LOOK = 0.25  # then twice as long after each look, up to
LONGEST_LOOK = 4.0


def always() -> bool:
    """A picture that is wanted whatever happens meanwhile."""
    return True


def upload(client: WebClient, image: Image, wanted: Callable[[], bool] = always) -> str | None:
    """The id of an uploaded picture once Slack has scanned it; None if that did not come about.

    Given up once it is not `wanted` any more. Raises `SlackApiError` when Slack asks for a pause, alone.
    """
    try:
        file_id = send(client, image)
        return file_id if _scanned(client, file_id, wanted) else None
    except (SlackApiError, OSError) as error:
        if pause(error) is not None:
            raise
        log.warning("The picture could not be uploaded: %s", details(error))
        return None


def send(client: WebClient, image: Image, channel: str | None = None, thread: str | None = None) -> str:
    """Upload a picture, into a thread or for nobody to see yet; its id. Raises `SlackApiError`, `OSError`."""
    answer = client.files_upload_v2(
        content=image.draw(),
        filename=image.name,
        title=image.name,
        alt_txt=image.alt,
        channel=channel,
        thread_ts=thread,
    )
    return str(answer["files"][0]["id"])


def _scanned(client: WebClient, file_id: str, wanted: Callable[[], bool]) -> bool:
    """Wait until Slack has scanned a file: it refuses a block that names it sooner."""
    look, end = FIRST_LOOK, monotonic() + SCAN_SECONDS
    while monotonic() < end and wanted():
        found = client.files_info(file=file_id)["file"]
        if found.get("mimetype"):
            return True
        sleep(look)
        look = min(2 * look, LONGEST_LOOK)
    return False
