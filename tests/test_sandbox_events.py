"""Events of the sandbox workspace: repeated until acknowledged, held, doubled; and steps of workflows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox import Message, Sandbox, Timing, Workspace
from bot.sandbox.sockets import Socket
from tests.sandbox_toys import GENERAL, MANIFEST, MIRA, Clock, client, workspace

STEP = {
    "title": "Post",
    "description": "Posts",
    "input_parameters": {"properties": {"where": {"type": "string"}}, "required": ["where"]},
    "output_parameters": {"properties": {"link": {"type": "string"}}, "required": ["link"]},
}
EVENTS = {**MANIFEST["settings"], "event_subscriptions": {"bot_events": ["app_mention", "function_executed"]}}
WITH_STEP = {**MANIFEST, "functions": {"post": STEP}, "settings": EVENTS}
CALLED = "<@U0USAGEBOT> hello"


class Ear:
    """An app that hears every envelope and acknowledges when it is told to."""

    def __init__(self, workspace: Workspace, acknowledges: bool) -> None:
        self.heard: list[dict[str, Any]] = []
        self.acknowledges = acknowledges
        self._workspace = workspace
        workspace.sockets.add(Socket(self.hear, lambda: None))

    def hear(self, text: str) -> None:
        envelope = json.loads(text)
        self.heard.append(envelope)
        if self.acknowledges:
            self._workspace.sockets.acknowledge(json.dumps({"envelope_id": envelope["envelope_id"]}))


@pytest.fixture
def stepping() -> Iterator[Sandbox]:
    with Sandbox.start(WITH_STEP, workspace=Workspace(WITH_STEP)) as started:
        yield started


def impatient() -> Workspace:
    return Workspace(WITH_STEP, timing=Timing(ack=0.03, event_pauses=(0.0, 0.03, 0.03)))


def test_an_event_that_nobody_acknowledges_is_sent_three_times_more() -> None:
    workspace = impatient()
    ear = Ear(workspace, acknowledges=False)
    workspace.type(MIRA, GENERAL, CALLED)
    workspace.wait_for(lambda: len(ear.heard) == 4)
    assert [each["retry_attempt"] for each in ear.heard] == [0, 1, 2, 3]
    assert [each["retry_reason"] for each in ear.heard] == ["", *["timeout"] * 3]
    assert len({each["payload"]["event_id"] for each in ear.heard}) == 1
    assert len({each["envelope_id"] for each in ear.heard}) == 4


def test_an_acknowledged_event_is_sent_once() -> None:
    workspace = impatient()
    ear, other = Ear(workspace, acknowledges=True), impatient()
    workspace.type(MIRA, GENERAL, CALLED)
    with pytest.raises(TimeoutError):
        other.wait_for(lambda: len(ear.heard) > 1, 0.2)


def test_held_events_are_released_in_the_order_of_a_test() -> None:
    workspace = impatient()
    ear = Ear(workspace, acknowledges=True)
    workspace.events.hold()
    first, second = (workspace.type(MIRA, GENERAL, f"{CALLED} {n}").message for n in (1, 2))
    assert ear.heard == []
    workspace.events.release(order=(1, 0, 1))
    assert first
    assert second
    assert [each["payload"]["event"]["ts"] for each in ear.heard] == [second.ts, first.ts, second.ts]


def test_a_step_is_told_to_the_app_and_ends_with_its_outputs(stepping: Sandbox) -> None:
    ear = Ear(stepping.workspace, acknowledges=True)
    run = stepping.workspace.run_step(MIRA, "post", {"where": "here"})
    event = ear.heard[0]["payload"]["event"]
    assert (event["function"]["callback_id"], event["inputs"]) == ("post", {"where": "here"})
    slack = client(stepping)
    slack.token = event["bot_access_token"]
    slack.functions_completeSuccess(function_execution_id=run.id, outputs={"link": "x"})
    assert (run.state, run.outputs) == ("completed", {"link": "x"})
    with pytest.raises(SlackApiError, match="execution_not_in_running_state"):
        slack.functions_completeError(function_execution_id=run.id, error="late")


@pytest.mark.parametrize("outputs", [{}, {"link": "x", "more": "y"}])
def test_outputs_that_the_manifest_does_not_name_are_refused(
    stepping: Sandbox, outputs: dict[str, str]
) -> None:
    run = stepping.workspace.run_step(MIRA, "post", {"where": "here"})
    with pytest.raises(SlackApiError, match="parameter_validation_failed"):
        client(stepping).functions_completeSuccess(function_execution_id=run.id, outputs=outputs)
    assert run.state == "running"


def test_a_failed_step_says_why(stepping: Sandbox) -> None:
    run = stepping.workspace.run_step(MIRA, "post", {"where": "here"})
    client(stepping).functions_completeError(function_execution_id=run.id, error="no such place")
    assert (run.state, run.error) == ("failed", "no such place")


@pytest.mark.parametrize("inputs", [{}, {"where": ""}, {"where": "x", "who": "y"}])
def test_inputs_that_do_not_fit_begin_no_run(inputs: dict[str, str]) -> None:
    alone = Workspace(WITH_STEP)
    with pytest.raises(ValueError, match="post: missing"):
        alone.run_step(MIRA, "post", inputs)
    with pytest.raises(LookupError):
        alone.run_step(MIRA, "other", inputs)


def test_a_clock_that_stands_still_dates_messages_and_holds_up_nothing() -> None:
    clock = Clock()
    still = Workspace(MANIFEST, clock=clock, timing=Timing(scan=0.01, posts_at_once=1))
    with Sandbox.start(MANIFEST, workspace=still) as sandbox:
        slack = client(sandbox)
        file = slack.files_upload_v2(filename="a.png", content=b"x")["files"][0]["id"]
        still.wait_for(lambda: still.scanned(still.files[file]))
        assert slack.chat_postMessage(channel=GENERAL, text="one")["ts"].startswith("1700000000.")
        still.wait_for(lambda: still.rates.wait_for_post(GENERAL) == 0)
        clock.now += 86_400
        assert still.next_ts().startswith("1700086400.")
        clock.now -= 86_400
        assert still.next_ts().startswith("1700086400.")


def test_a_change_keeps_the_place_of_a_message() -> None:
    alone = workspace()
    first = alone.say(Message(GENERAL, alone.next_ts(), MIRA, "one"))
    alone.say(Message(GENERAL, alone.next_ts(), MIRA, "two"))
    alone.rewrite(first, "changed", [])
    assert [message.text for message in alone.messages(GENERAL)] == ["changed", "two"]
