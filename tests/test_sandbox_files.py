"""Files in the sandbox workspace: uploaded, completed, scanned, and only then shown in a message."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from tests.sandbox_toys import GENERAL, MANIFEST, MIRA, RANDOM, client, upload, workspace


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(MANIFEST, workspace=workspace()) as started:
        yield started


@pytest.fixture
def slack(sandbox: Sandbox) -> WebClient:
    return client(sandbox)


def picture(file_id: str) -> list[dict[str, Any]]:
    return [{"type": "image", "alt_text": "Questions", "slack_file": {"id": file_id}}]


def scanned(sandbox: Sandbox, file_id: str) -> None:
    file = sandbox.workspace.file(file_id)
    assert file
    file.scanned_at = 0


def test_a_file_is_scanned_before_a_message_may_show_it(sandbox: Sandbox, slack: WebClient) -> None:
    file_id = upload(slack)
    assert slack.files_info(file=file_id)["file"]["mimetype"] == ""
    with pytest.raises(SlackApiError, match="invalid slack file"):
        slack.chat_postMessage(channel=GENERAL, text="chart", blocks=picture(file_id))
    scanned(sandbox, file_id)
    assert slack.files_info(file=file_id)["file"]["mimetype"] == "image/png"
    assert slack.chat_postMessage(channel=GENERAL, text="chart", blocks=picture(file_id))["ok"]


def test_no_ephemeral_message_shows_a_file(sandbox: Sandbox, slack: WebClient) -> None:
    file_id = upload(slack)
    scanned(sandbox, file_id)
    with pytest.raises(SlackApiError, match="invalid slack file"):
        slack.chat_postEphemeral(channel=GENERAL, user=MIRA, text="chart", blocks=picture(file_id))


def test_a_csv_file_is_no_picture(sandbox: Sandbox, slack: WebClient) -> None:
    file_id = upload(slack, "questions.csv", b"a,b")
    scanned(sandbox, file_id)
    with pytest.raises(SlackApiError, match="invalid slack file"):
        slack.chat_postMessage(channel=GENERAL, text="chart", blocks=picture(file_id))


def test_a_file_that_was_never_completed_is_not_there(slack: WebClient) -> None:
    file_id = slack.files_getUploadURLExternal(filename="chart.png", length=3)["file_id"]
    with pytest.raises(SlackApiError, match="file_not_found"):
        slack.files_info(file=file_id)


def test_the_length_must_be_that_of_the_bytes(slack: WebClient) -> None:
    place = slack.files_getUploadURLExternal(filename="chart.png", length=9)
    urllib.request.urlopen(urllib.request.Request(place["upload_url"], b"short"))  # noqa: S310
    with pytest.raises(SlackApiError, match="file_update_failed"):
        slack.files_completeUploadExternal(files=[{"id": place["file_id"]}])


def test_an_empty_file_is_refused(slack: WebClient) -> None:
    with pytest.raises(SlackApiError, match="missing_argument"):
        slack.files_getUploadURLExternal(filename="empty.csv", length=0)


def test_an_alternative_text_beyond_1000_characters_is_refused(slack: WebClient) -> None:
    with pytest.raises(SlackApiError, match="alt_txt_too_large"):
        slack.files_getUploadURLExternal(filename="chart.png", length=1, alt_txt="x" * 1001)


def test_a_multipart_upload_keeps_the_bytes(sandbox: Sandbox, slack: WebClient) -> None:
    place = slack.files_getUploadURLExternal(filename="chart.png", length=4)
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n\x00\r\n\xff\r\n--b--\r\n'
    request = urllib.request.Request(place["upload_url"], body)  # noqa: S310
    request.add_header("Content-Type", "multipart/form-data; boundary=b")
    urllib.request.urlopen(request)  # noqa: S310
    slack.files_completeUploadExternal(files=[{"id": place["file_id"]}])
    file = sandbox.workspace.file(place["file_id"])
    assert file
    assert file.content == b"\x00\r\n\xff"


def test_files_completed_together_appear_in_one_message_a_moment_later(
    sandbox: Sandbox, slack: WebClient
) -> None:
    parent = slack.chat_postMessage(channel=GENERAL, text="report")["ts"]
    pair = [{"filename": name, "content": b"x"} for name in ("chart.png", "questions.csv")]
    done = slack.files_upload_v2(file_uploads=pair, channel=GENERAL, thread_ts=parent, initial_comment="both")
    assert len(sandbox.workspace.thread(GENERAL, parent)) == 1
    sandbox.workspace.wait_for(lambda: len(sandbox.workspace.thread(GENERAL, parent)) == 2)
    reply = sandbox.workspace.thread(GENERAL, parent)[1]
    assert (reply.text, reply.files) == ("both", [file["id"] for file in done["files"]])


def test_a_file_can_be_shared_only_where_the_bot_is_a_member(slack: WebClient) -> None:
    with pytest.raises(SlackApiError, match="not_in_channel"):
        upload(slack, channel=RANDOM)


def test_a_deleted_file_is_gone(slack: WebClient) -> None:
    file_id = upload(slack)
    slack.files_delete(file=file_id)
    with pytest.raises(SlackApiError, match="file_deleted"):
        slack.files_info(file=file_id)


def test_the_bytes_are_given_to_the_bot_alone(sandbox: Sandbox, slack: WebClient) -> None:
    address = slack.files_info(file=upload(slack, content=b"picture"))["file"]["url_private"]
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(address)  # noqa: S310
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {sandbox.bot_token}"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert answer.read() == b"picture"
