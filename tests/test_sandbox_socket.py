"""Typing and pressing in the sandbox workspace reach a real Bolt app over Socket Mode."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox import Sandbox, View, Workspace
from tests.sandbox_toys import GENERAL, JONAS, MANIFEST, MIRA, QUICK, RANDOM, client, workspace

BUTTON = {
    "type": "button",
    "action_id": "more",
    "text": {"type": "plain_text", "text": "More"},
    "value": "v1",
}
MENU = {
    "type": "static_select",
    "action_id": "range",
    "options": [
        {"text": {"type": "plain_text", "text": name}, "value": name} for name in ("last-7d", "last-30d")
    ],
}
PROJECT = {"type": "external_select", "action_id": "project", "min_query_length": 2}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Toy"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


@dataclass
class Toy:
    """What the toy app heard."""

    sandbox: Sandbox
    commands: list[dict[str, Any]] = field(default_factory=list)
    actions: list[dict[str, Any]] = field(default_factory=list)
    submitted: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.workspace


def install(toy: Toy) -> App:
    """The toy's listeners: what it does is the first word typed after /toy."""
    app = App(client=client(toy.sandbox))

    @app.command("/toy")
    def command(ack: Any, command: dict[str, Any], client: Any) -> None:
        match command["text"].partition(" ")[0]:
            case "late":
                time.sleep(0.4)
                ack()
            case "public":
                ack("for all", response_type="in_channel")
            case "wrong":
                ack(blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}])
            case "post":
                ack()
                block = {"type": "actions", "elements": [BUTTON, MENU, PROJECT]}
                client.chat_postMessage(channel=command["channel_id"], text="report", blocks=[block])
            case "modal":
                ack()
                client.views_open(trigger_id=command["trigger_id"], view=MODAL)
            case _:
                ack("for you")
        toy.commands.append(command)

    @app.action("more")
    @app.action("range")
    @app.action("project")
    def action(ack: Any, body: dict[str, Any]) -> None:
        ack()
        toy.actions.append(body)

    @app.options("project")
    def projects(ack: Any, payload: dict[str, Any]) -> None:
        ack(options=[{"text": {"type": "plain_text", "text": payload["value"] + "line"}, "value": "p1"}])

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: Any) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    @app.view({"type": "view_submission", "callback_id": ""})
    def submitted(ack: Any, view: dict[str, Any]) -> None:
        typed = view["state"]["values"]["name"]["text"]["value"]
        ack(response_action="errors", errors={"name": "No."}) if typed == "bad" else ack()
        toy.submitted.append(view)

    @app.event("app_mention")
    def mentioned(event: dict[str, Any]) -> None:
        toy.mentions.append(event)

    @app.shortcut("go")
    def shortcut(ack: Any, shortcut: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=MODAL)

    return app


@pytest.fixture(scope="module")
def connected() -> Iterator[Toy]:
    roomy = Workspace(MANIFEST, timing=replace(QUICK, posts_at_once=50))
    with Sandbox.start(MANIFEST, workspace=roomy) as sandbox:
        toy = Toy(sandbox)
        app = install(toy)
        link: Any = SocketModeHandler(app, sandbox.app_token, web_client=app.client)
        link.connect()
        assert sandbox.workspace.sockets.wait_for_connection()
        yield toy
        # The SDK's close waits seconds for a silent socket, and fails if the socket goes meanwhile.
        link.client.auto_reconnect_enabled = False
        sandbox.workspace.sockets.drop()
        sandbox.workspace.wait_for(lambda: link.client.current_session.sock is None)
        link.close()


@pytest.fixture
def toy(connected: Toy) -> Toy:
    connected.workspace.sockets.wait_for_connection()
    for heard in (connected.commands, connected.actions, connected.submitted, connected.mentions):
        heard.clear()
    return connected


def report(toy: Toy) -> Any:
    """A report that the toy has just posted, with a button and a menu."""
    before = len(toy.workspace.messages(GENERAL))
    toy.workspace.type(MIRA, GENERAL, "/toy post")
    toy.workspace.wait_for(lambda: len(toy.workspace.messages(GENERAL)) > before)
    return toy.workspace.messages(GENERAL)[-1]


def modal(toy: Toy, person: str = MIRA) -> View:
    """The modal that the toy has just opened."""
    toy.workspace.type(person, GENERAL, "/toy modal")
    return toy.workspace.wait_for(lambda: toy.workspace.modals(person))[-1]


def test_a_typed_command_reaches_the_app_with_slacks_fields(toy: Toy) -> None:
    answer = toy.workspace.type(MIRA, GENERAL, "/toy questions last-30d")
    toy.workspace.wait_for(lambda: toy.commands)
    command = toy.commands[0]
    assert answer.ok
    assert (command["text"], command["user_id"], command["channel_name"]) == (
        "questions last-30d",
        MIRA,
        "general",
    )
    assert command["response_url"].startswith(toy.sandbox.url + "/commands/")


def test_an_acknowledgement_with_text_is_shown_to_that_person_alone(toy: Toy) -> None:
    shown = toy.workspace.type(JONAS, RANDOM, "/toy hello").message
    assert shown
    assert (shown.text, shown.only_for, toy.workspace.messages(RANDOM)) == ("for you", JONAS, [])


def test_an_in_channel_acknowledgement_shows_what_was_typed_too(toy: Toy) -> None:
    toy.workspace.type(JONAS, "D0018", "/toy public")
    assert [m.text for m in toy.workspace.messages("D0018")] == ["/toy public", "for all"]


def test_a_late_acknowledgement_is_a_timeout_to_the_person(toy: Toy) -> None:
    answer = toy.workspace.type(MIRA, GENERAL, "/toy late")
    assert answer.error == "operation_timeout"
    assert answer.message
    assert answer.message.text == '/toy failed with the error "operation_timeout"'


def test_blocks_that_slack_refuses_in_an_acknowledgement_are_a_failure(toy: Toy) -> None:
    assert toy.workspace.type(MIRA, GENERAL, "/toy wrong").error == "invalid_blocks"


def test_commands_are_unknown_elsewhere_and_do_not_run_in_threads(toy: Toy) -> None:
    assert toy.workspace.type(MIRA, GENERAL, "/other").error == "unknown_command"
    assert toy.workspace.type(MIRA, GENERAL, "/toy", thread_ts="1.0").error == "not_in_threads"
    assert toy.commands == []


def test_a_response_url_takes_five_answers_and_no_sixth(toy: Toy) -> None:
    toy.workspace.type(JONAS, RANDOM, "/toy")
    hook = WebhookClient(toy.workspace.wait_for(lambda: toy.commands)[0]["response_url"], retry_handlers=[])
    answers = [hook.send(text=str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body


def test_a_response_url_takes_no_file(toy: Toy) -> None:
    toy.workspace.type(MIRA, GENERAL, "/toy")
    hook = WebhookClient(toy.workspace.wait_for(lambda: toy.commands)[0]["response_url"], retry_handlers=[])
    picture = {"type": "image", "alt_text": "x", "slack_file": {"id": "F000000001"}}
    answer = hook.send(text="x", blocks=[picture])
    assert (answer.status_code, "invalid slack file" in answer.body) == (400, True)


def test_a_pressed_button_tells_the_app_which_message_and_value(toy: Toy) -> None:
    message = report(toy)
    assert toy.workspace.click(JONAS, message, "more").ok
    body = toy.workspace.wait_for(lambda: toy.actions)[0]
    assert (body["actions"][0]["value"], body["message"]["ts"], body["user"]["id"]) == (
        "v1",
        message.ts,
        JONAS,
    )


def test_a_button_can_replace_its_message_through_its_response_url(toy: Toy) -> None:
    message = report(toy)
    toy.workspace.click(MIRA, message, "more")
    hook = WebhookClient(toy.workspace.wait_for(lambda: toy.actions)[0]["response_url"], retry_handlers=[])
    hook.send(text="changed", replace_original=True)
    assert (message.text, message.edited) == ("changed", True)


def test_a_menu_tells_the_option_that_was_chosen_and_offers_no_other(toy: Toy) -> None:
    message = report(toy)
    toy.workspace.choose(MIRA, message, "range", "last-7d")
    body = toy.workspace.wait_for(lambda: toy.actions)[0]
    assert body["actions"][0]["selected_option"]["value"] == "last-7d"
    with pytest.raises(LookupError, match="offers no 'forever'"):
        toy.workspace.choose(MIRA, message, "range", "forever")


def test_a_typed_ahead_menu_offers_what_the_app_answers(toy: Toy) -> None:
    message = report(toy)
    assert toy.workspace.suggest(MIRA, message, "project", "p") == []
    assert toy.workspace.suggest(MIRA, message, "project", "pipe")[0]["text"]["text"] == "pipeline"
    toy.workspace.choose(MIRA, message, "project", "p1")
    body = toy.workspace.wait_for(lambda: toy.actions)[0]
    assert body["actions"][0]["selected_option"]["text"]["text"] == "pipeline"


def test_opening_the_home_tab_lets_the_app_publish_it(toy: Toy) -> None:
    assert toy.workspace.open_home(JONAS).ok
    assert toy.workspace.wait_for(lambda: toy.workspace.home(JONAS)).blocks[0]["type"] == "divider"


def test_names_are_escaped_when_the_manifest_asks_for_it(toy: Toy) -> None:
    toy.workspace.type(MIRA, GENERAL, "/toy @jonas <b> #general @nobody")
    text = toy.workspace.wait_for(lambda: toy.commands)[0]["text"]
    assert text == "<@U018|jonas> &lt;b&gt; <#C0GENERAL|general> @nobody"


def test_a_modal_opens_once_per_trigger(toy: Toy) -> None:
    modal(toy)
    trigger = toy.workspace.wait_for(lambda: toy.commands)[0]["trigger_id"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client(toy.sandbox).views_open(trigger_id=trigger, view=MODAL)


def test_a_trigger_is_too_old_after_three_seconds(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    toy.workspace.type(MIRA, GENERAL, "/toy")
    trigger = toy.workspace.wait_for(lambda: toy.commands)[0]["trigger_id"]
    monkeypatch.setattr(toy.workspace.triggers, "_clock", lambda: time.time() + 3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client(toy.sandbox).views_open(trigger_id=trigger, view=MODAL)


def test_a_submitted_modal_closes_and_tells_its_values(toy: Toy) -> None:
    view = modal(toy)
    toy.workspace.choose(MIRA, view, "text", "Acme")
    assert toy.workspace.submit(MIRA, view).ok
    state = toy.workspace.wait_for(lambda: toy.submitted)[0]["state"]["values"]
    assert (state["name"]["text"]["value"], toy.workspace.modals(MIRA)) == ("Acme", [])


def test_errors_that_the_app_finds_are_shown_in_the_modal(toy: Toy) -> None:
    view = modal(toy, JONAS)
    toy.workspace.choose(JONAS, view, "text", "bad")
    toy.workspace.submit(JONAS, view)
    assert (view.errors, toy.workspace.modals(JONAS)) == ({"name": "No."}, [view])


def test_a_required_input_left_empty_never_reaches_the_app(toy: Toy) -> None:
    view = modal(toy)
    assert toy.workspace.submit(MIRA, view).error == "incomplete"
    assert (list(view.errors), toy.submitted) == (["name"], [])


def test_a_global_shortcut_opens_its_modal(toy: Toy) -> None:
    assert toy.workspace.shortcut(JONAS, "go").ok
    assert toy.workspace.wait_for(lambda: toy.workspace.modals(JONAS))


def test_a_mention_reaches_the_app_as_an_event(toy: Toy) -> None:
    toy.workspace.type(MIRA, GENERAL, "<@U0USAGEBOT> questions")
    assert toy.workspace.wait_for(lambda: toy.mentions)[0]["user"] == MIRA


def test_an_envelope_delivered_twice_runs_the_listener_twice(toy: Toy) -> None:
    toy.workspace.sockets.double_next()
    toy.workspace.type(MIRA, GENERAL, "/toy twice")
    toy.workspace.wait_for(lambda: len(toy.commands) == 2)


def test_the_app_comes_back_after_a_disconnect(toy: Toy) -> None:
    toy.workspace.disconnect()
    assert toy.workspace.sockets.wait_for_connection()
    assert toy.workspace.type(MIRA, GENERAL, "/toy again").ok


def test_without_an_app_a_command_fails_to_be_dispatched() -> None:
    alone = workspace()
    assert alone.type(MIRA, GENERAL, "/toy").error == "dispatch_failed"
    assert "dispatch_failed" in alone.ephemerals(MIRA, GENERAL)[0].text


def test_a_waiting_page_is_woken_by_what_is_typed() -> None:
    alone = workspace()
    before = alone.version
    assert alone.wait_for_change(before, timeout=0) == before
    alone.type(MIRA, GENERAL, "hello")
    assert alone.wait_for_change(before, timeout=0) > before
