"""The sandbox workspace refuses what Slack refuses, in Slack's words."""

import json
import urllib.request
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from tests.sandbox_toys import GENERAL, JONAS, MANIFEST, MIRA, RANDOM, Clock, client, refusal, workspace


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(MANIFEST, workspace=workspace()) as started:
        yield started


@pytest.fixture
def slack(sandbox: Sandbox) -> WebClient:
    return client(sandbox)


def error(slack: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        slack.api_call(method, json=arguments)
    return str(refusal(caught.value)["error"])


def test_a_posted_message_is_in_the_channel_and_in_its_history(sandbox: Sandbox, slack: WebClient) -> None:
    posted = slack.chat_postMessage(channel=GENERAL, text="1,972 questions")
    assert [message.text for message in sandbox.workspace.messages(GENERAL)] == ["1,972 questions"]
    heard = slack.conversations_history(channel=GENERAL)["messages"]
    assert [(message["ts"], message["bot_id"]) for message in heard] == [(posted["ts"], "B0USAGE")]


def test_timestamps_are_unique_and_increase_while_the_clock_stands_still() -> None:
    with Sandbox.start(MANIFEST, workspace=workspace(Clock())) as sandbox:
        slack = client(sandbox)
        first, second = (slack.chat_postMessage(channel=GENERAL, text="x")["ts"] for _ in range(2))
    assert (first, second) == ("1700000000.000000", "1700000000.000100")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"channel": RANDOM, "text": "hi"}, "not_in_channel"),
        ({"channel": "#general", "text": "hi"}, "channel_not_found"),
        ({"channel": "C0NOWHERE", "text": "hi"}, "channel_not_found"),
        ({"channel": GENERAL}, "no_text"),
        ({"channel": GENERAL, "text": "x" * 4001}, "msg_too_long"),
        ({"text": "hi"}, "invalid_arguments"),
        ({"channel": GENERAL, "text": "hi", "colour": "red"}, "invalid_arguments"),
        ({"channel": GENERAL, "text": ["hi"]}, "invalid_arguments"),
        ({"channel": GENERAL, "text": "hi", "mrkdwn": "maybe"}, "invalid_arguments"),
        ({"channel": GENERAL, "text": "hi", "blocks": {"type": "divider"}}, "invalid_arguments"),
        ({"channel": GENERAL, "text": "hi", "thread_ts": "1.2"}, "cannot_reply_to_message"),
        ({"channel": GENERAL, "text": "hi", "markdown_text": "*hi*"}, "markdown_text_conflict"),
        ({"channel": GENERAL, "text": "hi", "username": "Other"}, "missing_scope"),
        ({"channel": GENERAL, "text": "hi", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            {
                "channel": GENERAL,
                "text": "hi",
                "metadata": {"event_type": "x", "event_payload": {"a": [[1]]}},
            },
            "invalid_metadata_schema",
        ),
        (
            {
                "channel": GENERAL,
                "text": "hi",
                "metadata": {"event_type": "x", "event_payload": {"a": "b" * 2000}},
            },
            "metadata_too_large",
        ),
    ],
)
def test_a_message_that_slack_refuses_is_refused(
    sandbox: Sandbox, slack: WebClient, arguments: dict[str, object], expected: str
) -> None:
    assert error(slack, "chat.postMessage", **arguments) == expected
    assert sandbox.workspace.messages(GENERAL) == []


def test_a_refused_argument_is_named(slack: WebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid argument name: colour"):
        slack.api_call("chat.postMessage", params={"channel": GENERAL, "text": "hi", "colour": "red"})


def test_a_missing_scope_says_which_is_needed_and_which_are_granted() -> None:
    granted = workspace(bot=["commands"])
    with Sandbox.start(MANIFEST, workspace=granted) as sandbox, pytest.raises(SlackApiError) as caught:
        client(sandbox).chat_postMessage(channel=GENERAL, text="hi")
    answer = refusal(caught.value)
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands",
    )


def test_public_posting_needs_no_membership_once_the_scope_is_granted() -> None:
    with Sandbox.start(MANIFEST, workspace=workspace(bot=["chat:write", "chat:write.public"])) as sandbox:
        client(sandbox).chat_postMessage(channel=RANDOM, text="hi")
        assert len(sandbox.workspace.messages(RANDOM)) == 1


@pytest.mark.parametrize(
    ("token", "expected"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), (None, "not_allowed_token_type")],
)
def test_a_call_with_the_wrong_token_is_refused(sandbox: Sandbox, token: str | None, expected: str) -> None:
    slack = WebClient(base_url=sandbox.api_url, token=sandbox.app_token if token is None else token)
    assert error(slack, "auth.test") == expected


def test_unknown_methods_and_those_not_played_are_told_apart(slack: WebClient) -> None:
    assert error(slack, "chat.postMesage", channel=GENERAL) == "unknown_method"
    with pytest.raises(SlackApiError, match="does not play"):
        slack.chat_scheduleMessage(channel=GENERAL, text="later", post_at=1)


def test_a_person_is_written_to_by_id_and_the_direct_message_is_told(
    sandbox: Sandbox, slack: WebClient
) -> None:
    posted = slack.chat_postMessage(channel=MIRA, text="hello")
    assert posted["channel"] == sandbox.workspace.direct_message(MIRA).id == "D0017"


def test_an_archived_channel_takes_no_message(sandbox: Sandbox, slack: WebClient) -> None:
    sandbox.workspace.channels[GENERAL].is_archived = True
    assert error(slack, "chat.postMessage", channel=GENERAL, text="hi") == "is_archived"


def test_an_update_with_text_alone_takes_the_blocks_away_and_keeps_the_metadata(
    sandbox: Sandbox, slack: WebClient
) -> None:
    metadata = {"event_type": "report", "event_payload": {"key": "d1"}}
    ts = slack.chat_postMessage(channel=GENERAL, text="old", blocks=[{"type": "divider"}], metadata=metadata)[
        "ts"
    ]
    slack.chat_update(channel=GENERAL, ts=ts, text="new")
    (message,) = sandbox.workspace.messages(GENERAL)
    assert (message.text, message.blocks, message.metadata) == ("new", [], metadata)


def test_only_the_bots_own_messages_can_be_changed_or_deleted(sandbox: Sandbox, slack: WebClient) -> None:
    typed = sandbox.workspace.type(MIRA, GENERAL, "hello").message
    assert typed
    assert error(slack, "chat.update", channel=GENERAL, ts=typed.ts, text="x") == "cant_update_message"
    assert error(slack, "chat.delete", channel=GENERAL, ts=typed.ts) == "cant_delete_message"


def test_an_ephemeral_is_seen_by_one_person_and_cannot_be_updated(sandbox: Sandbox, slack: WebClient) -> None:
    ts = slack.chat_postEphemeral(channel=GENERAL, user=MIRA, text="psst")["message_ts"]
    assert [m.text for m in sandbox.workspace.ephemerals(MIRA, GENERAL)] == ["psst"]
    assert sandbox.workspace.messages(GENERAL) == sandbox.workspace.ephemerals(JONAS, GENERAL) == []
    assert error(slack, "chat.update", channel=GENERAL, ts=ts, text="x") == "message_not_found"


def test_replies_are_in_the_thread_and_not_in_the_channel(sandbox: Sandbox, slack: WebClient) -> None:
    parent = slack.chat_postMessage(channel=GENERAL, text="report")["ts"]
    reply = slack.chat_postMessage(channel=GENERAL, text="csv", thread_ts=parent)["ts"]
    assert [m.text for m in sandbox.workspace.thread(GENERAL, parent)] == ["report", "csv"]
    assert [m.text for m in sandbox.workspace.messages(GENERAL)] == ["report"]
    refused = error(slack, "chat.postMessage", channel=GENERAL, text="deeper", thread_ts=reply)
    assert refused == "cannot_reply_to_message"


def test_a_burst_of_posts_is_limited_until_a_second_has_passed() -> None:
    clock = Clock()
    with Sandbox.start(MANIFEST, workspace=workspace(clock)) as sandbox:
        slack = client(sandbox)
        for _ in range(3):
            slack.chat_postMessage(channel=GENERAL, text="x")
        with pytest.raises(SlackApiError) as caught:
            slack.chat_postMessage(channel=GENERAL, text="x")
        assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
        clock.now += 1
        slack.chat_postMessage(channel=GENERAL, text="x")
        assert len(sandbox.workspace.messages(GENERAL)) == 4


def test_a_tier_3_method_takes_fifty_calls_a_minute() -> None:
    clock = Clock()
    with Sandbox.start(MANIFEST, workspace=workspace(clock)) as sandbox:
        slack = client(sandbox)
        for _ in range(50):
            slack.conversations_history(channel=GENERAL)
        assert error(slack, "conversations.history", channel=GENERAL) == "ratelimited"
        clock.now += 60
        assert slack.conversations_history(channel=GENERAL)["ok"]


def test_form_and_json_bodies_are_read_alike(sandbox: Sandbox) -> None:
    blocks = json.dumps([{"type": "divider"}])
    body = f"channel={GENERAL}&text=hi&mrkdwn=1&blocks={blocks}".encode()
    request = urllib.request.Request(f"{sandbox.api_url}chat.postMessage", body)  # noqa: S310
    request.add_header("Authorization", f"Bearer {sandbox.bot_token}")
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert json.load(answer)["message"]["blocks"][0]["type"] == "divider"


def test_every_call_is_kept_with_its_answer_and_without_its_token(sandbox: Sandbox, slack: WebClient) -> None:
    slack.chat_postMessage(channel=GENERAL, text="hi")
    (call,) = sandbox.workspace.calls
    assert (call.method, call.response["ok"]) == ("chat.postMessage", True)
    assert sandbox.bot_token not in str(call)


def test_pages_of_a_list_add_up_to_the_whole(slack: WebClient, sandbox: Sandbox) -> None:
    for text in "abc":
        sandbox.workspace.type(MIRA, GENERAL, text)
    pages = [page["messages"] for page in slack.conversations_history(channel=GENERAL, limit=2)]
    assert [[message["text"] for message in page] for page in pages] == [["c", "b"], ["a"]]


def test_only_a_loopback_address_is_served(sandbox: Sandbox) -> None:
    assert sandbox.url.startswith("http://127.0.0.1:")
    with pytest.raises(OSError, match="in use"):
        Sandbox.start(MANIFEST, port=int(sandbox.url.rpartition(":")[2]))
