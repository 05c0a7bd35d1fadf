"""The sandbox workspace fails as a test orders it to."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.sandbox import Sandbox
from tests.sandbox_toys import GENERAL, MANIFEST, client, workspace


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(MANIFEST, workspace=workspace()) as started:
        yield started


def test_a_lost_reply_has_posted_all_the_same(sandbox: Sandbox) -> None:
    sandbox.workspace.faults.add(method="chat.postMessage", kind="lost_reply")
    with pytest.raises(OSError, match=r"closed connection|reset"):
        client(sandbox).chat_postMessage(channel=GENERAL, text="once")
    assert [message.text for message in sandbox.workspace.messages(GENERAL)] == ["once"]
    assert sandbox.workspace.calls[0].response == {}


def test_the_sdks_default_client_posts_twice_when_a_reply_is_lost(sandbox: Sandbox) -> None:
    sandbox.workspace.faults.add(method="chat.postMessage", kind="lost_reply")
    WebClient(token=sandbox.bot_token, base_url=sandbox.api_url).chat_postMessage(channel=GENERAL, text="x")
    assert len(sandbox.workspace.messages(GENERAL)) == 2


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("503", 503)])
def test_a_server_error_posts_nothing(sandbox: Sandbox, kind: str, status: int) -> None:
    sandbox.workspace.faults.add(method="chat.postMessage", kind=kind)  # type: ignore[arg-type]
    with pytest.raises(SlackApiError) as caught:
        client(sandbox).chat_postMessage(channel=GENERAL, text="x")
    assert caught.value.response.status_code == status
    assert sandbox.workspace.messages(GENERAL) == []


def test_a_429_is_over_after_as_many_times_as_ordered(sandbox: Sandbox) -> None:
    sandbox.workspace.faults.add(method="chat.postMessage", kind="429", times=1, retry_after=0)
    slack = client(sandbox)
    slack.retry_handlers = [RateLimitErrorRetryHandler(max_retry_count=1)]
    slack.chat_postMessage(channel=GENERAL, text="x")
    methods = [call.method for call in sandbox.workspace.calls]
    assert (methods, len(sandbox.workspace.messages(GENERAL))) == (["chat.postMessage"] * 2, 1)


def test_a_call_that_is_never_answered_takes_no_effect(sandbox: Sandbox) -> None:
    sandbox.workspace.faults.add(method="chat.postMessage", kind="timeout", retry_after=0.1)
    with pytest.raises(OSError, match=r"closed connection|reset"):
        client(sandbox).chat_postMessage(channel=GENERAL, text="x")
    assert sandbox.workspace.messages(GENERAL) == []


def test_blocks_can_be_refused_once(sandbox: Sandbox) -> None:
    sandbox.workspace.faults.add(method="chat.postMessage", kind="invalid_blocks")
    slack = client(sandbox)
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        slack.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "divider"}])
    assert slack.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "divider"}])["ok"]
