"""Modals and Home tabs in the sandbox workspace, opened and changed through the Web API."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from tests.sandbox_toys import MANIFEST, MIRA, client, workspace


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(MANIFEST, workspace=workspace()) as started:
        yield started


@pytest.fixture
def slack(sandbox: Sandbox) -> WebClient:
    return client(sandbox)


def modal(text: str = "Loading", **more: Any) -> dict[str, Any]:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"type": "modal", "title": {"type": "plain_text", "text": "Usage"}, "blocks": [block], **more}


def home(text: str) -> dict[str, Any]:
    return {"type": "home", "blocks": modal(text)["blocks"]}


def test_a_modal_is_changed_by_its_id(sandbox: Sandbox, slack: WebClient) -> None:
    trigger = sandbox.workspace.triggers.issue(MIRA)
    opened = slack.views_open(trigger_id=trigger, view=modal())["view"]
    slack.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("Ready"))
    (shown,) = sandbox.workspace.modals(MIRA)
    assert shown.blocks[0]["text"]["text"] == "Ready"


def test_a_stale_update_is_refused(sandbox: Sandbox, slack: WebClient) -> None:
    opened = slack.views_open(trigger_id=sandbox.workspace.triggers.issue(MIRA), view=modal())["view"]
    slack.views_update(view_id=opened["id"], view=modal("Newer"))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        slack.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("Stale"))


def test_a_stack_holds_three_modals(sandbox: Sandbox, slack: WebClient) -> None:
    top = slack.views_open(trigger_id=sandbox.workspace.triggers.issue(MIRA), view=modal())["view"]["id"]
    for _ in range(2):
        trigger = sandbox.workspace.triggers.issue(MIRA, top)
        top = slack.views_push(trigger_id=trigger, view=modal())["view"]["id"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        slack.views_push(trigger_id=sandbox.workspace.triggers.issue(MIRA, top), view=modal())


def test_an_external_id_is_taken_once(sandbox: Sandbox, slack: WebClient) -> None:
    slack.views_open(trigger_id=sandbox.workspace.triggers.issue(MIRA), view=modal(external_id="e"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        slack.views_publish(user_id=MIRA, view={**home("x"), "external_id": "e"})


def test_an_invented_trigger_opens_nothing(sandbox: Sandbox, slack: WebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        slack.views_open(trigger_id="1.x", view=modal())
    assert sandbox.workspace.modals(MIRA) == []


def test_a_home_tab_is_published_for_one_person_and_replaced(sandbox: Sandbox, slack: WebClient) -> None:
    for text in ("old", "new"):
        slack.views_publish(user_id=MIRA, view=home(text))
    shown = sandbox.workspace.home(MIRA)
    assert shown
    assert shown.blocks[0]["text"]["text"] == "new"
    assert sandbox.workspace.home("U018") is None


def test_a_modal_is_no_home_tab(slack: WebClient) -> None:
    with pytest.raises(SlackApiError, match="unsupported type: modal"):
        slack.views_publish(user_id=MIRA, view=modal())
