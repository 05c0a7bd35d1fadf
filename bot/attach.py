"""A file put into a thread: sent as a stream, and finished under one id however often Slack stumbles."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import TypeVar
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.post import Posted
from bot.refused import error_code

log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES = (0.5, 1.0, 3.0)  # seconds before a step is tried again
SEND_SECONDS = 120.0  # silence for so long ends the sending of the bytes


@dataclass(frozen=True)
class File:
    """A file on this machine; Slack shows it under its name, the comment above it (already escaped)."""

    path: Path
    comment: str = ""


def attach(client: WebClient, place: Posted, file: File) -> str:
    """Put a file into the thread of a message and return its id.

    Raises `SlackApiError` when Slack refuses the file, `OSError` when it does not answer.
    """
    file_id = upload(client, file.path)
    share(client, file_id, place, file)
    return file_id


def upload(client: WebClient, path: Path) -> str:
    """Send the bytes of a file, unseen before it is shared, and return its id. Raises as `attach` does."""
    size = path.stat().st_size
    ticket = _answered(lambda: client.files_getUploadURLExternal(filename=path.name, length=size))
    file_id, address = str(ticket["file_id"]), str(ticket["upload_url"])
    _answered(lambda: _send(client, address, path))
    return file_id


def _answered(step: Callable[[], T]) -> T:
    """Take a step that may be taken again, until Slack answers it."""
    for pause in PAUSES:
        try:
            return step()
        except (SlackApiError, OSError) as error:
            if not _unclear(error):
                raise
            log.warning("Slack did not answer an upload (%s)", type(error).__name__)
            sleep(pause)
    return step()


def _send(client: WebClient, address: str, path: Path) -> None:
    """Send the bytes from the disk; the SDK would hold them all in memory."""
    headers = {"Content-Length": str(path.stat().st_size), "Content-Type": "application/octet-stream"}
    with path.open("rb") as content:
        request = Request(address, content, headers, method="POST")  # noqa: S310 (the address is Slack's)
        with urlopen(request, timeout=SEND_SECONDS, context=client.ssl):  # noqa: S310
            return


def share(client: WebClient, file_id: str, place: Posted, file: File, *, again: bool = False) -> None:
    """Share an uploaded file, once: where Slack's answer is lost, look before the same id is finished again.

    `again`: somebody may have tried before, and not have heard the answer. Raises as `attach`.
    """
    if again and _shared(client, file_id, place.channel):
        return
    for tries, pause in enumerate((*PAUSES, 0.0)):
        try:
            client.files_completeUploadExternal(
                files=[{"id": file_id, "title": file.path.name}],
                channel_id=place.channel,
                thread_ts=place.ts,
                initial_comment=file.comment or None,
            )
            return
        except (SlackApiError, OSError) as error:
            # Slack forgets an upload once it is finished: then the try before this one was heard.
            if error_code(error) == "file_not_found" and (tries or (again and _known(client, file_id))):
                return
            if tries == len(PAUSES) or not _unclear(error):
                raise
            sleep(pause)
        if _shared(client, file_id, place.channel):
            return


def _known(client: WebClient, file_id: str) -> bool:
    """Whether Slack has a finished file of that id; an upload that was forgotten unfinished is none."""
    try:
        return bool(client.files_info(file=file_id)["ok"])
    except (SlackApiError, OSError):
        return False


def _shared(client: WebClient, file_id: str, channel: str) -> bool:
    """Whether the file is to be seen in a channel, as far as Slack tells."""
    try:
        found = client.files_info(file=file_id)["file"]
    except (SlackApiError, OSError):
        return False
    return any(channel in found.get(kind, ()) for kind in ("channels", "groups", "ims"))


def _unclear(error: Exception) -> bool:
    """Whether the step may have been taken or not: a connection that broke, or an answer of 5xx."""
    return not isinstance(error, SlackApiError) or error.response.status_code >= 500
