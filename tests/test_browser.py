"""The page in a real browser, with a small app behind it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.sandbox import Message, Sandbox
from bot.sandbox.page.routes import page_routes
from tests.sandbox_toys import GENERAL, JONAS, MANIFEST, MIRA, client

USAGE = {"command": "/usage", "description": "How your team uses it", "usage_hint": "[questions|help]"}
BUTTON = {"type": "button", "action_id": "range", "text": {"type": "plain_text", "text": "Custom range"}}
PROJECT = {"type": "external_select", "action_id": "project", "min_query_length": 0}
MESSAGE_SHORTCUT = {"name": "Count this", "type": "message", "callback_id": "count", "description": "Counts"}
STEP = {
    "title": "Post a number",
    "description": "Posts",
    "input_parameters": {
        "properties": {"number": {"type": "string", "title": "Number"}},
        "required": ["number"],
    },
    "output_parameters": {"properties": {}, "required": []},
}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Custom range"},
    "submit": {"type": "plain_text", "text": "Show"},
    "blocks": [
        {
            "type": "input",
            "block_id": "start",
            "label": {"type": "plain_text", "text": "From"},
            "element": {"type": "datepicker", "action_id": "day"},
        }
    ],
}

MANIFEST_WITH_USAGE = {
    **MANIFEST,
    "features": {
        **MANIFEST["features"],
        "slash_commands": [USAGE],
        "shortcuts": [*MANIFEST["features"]["shortcuts"], MESSAGE_SHORTCUT],
    },
    "functions": {"number": STEP},
    "settings": {
        **MANIFEST["settings"],
        "event_subscriptions": {"bot_events": ["app_mention", "app_home_opened", "function_executed"]},
    },
}


def table() -> dict[str, Any]:
    """Twelve rows whose order as numbers is not their order as text."""
    head = [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Count"}]
    rows = [
        [{"type": "raw_text", "text": f"row {n}"}, {"type": "raw_number", "value": n, "text": str(n)}]
        for n in (9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 11, 100)
    ]
    return {"type": "data_table", "caption": "Questions by name", "page_size": 10, "rows": [head, *rows]}


def toy_app(sandbox: Sandbox) -> App:
    """An app that answers /usage with a table and a button, and the button with a modal."""
    app = App(client=client(sandbox))

    @app.command("/usage")
    def usage(ack: Any, command: dict[str, Any], client: Any) -> None:
        ack()
        blocks = [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*Answered* {command['text']}"}},
            table(),
            {"type": "actions", "elements": [BUTTON, PROJECT]},
        ]
        client.chat_postMessage(channel=command["channel_id"], text="Answered", blocks=blocks)

    @app.action("range")
    def asked_for_range(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.shortcut("go")
    def went(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.shortcut("count")
    def counted(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        said = body["message"]["text"]
        client.chat_postMessage(channel=GENERAL, thread_ts=body["message_ts"], text=f"{len(said)} characters")

    @app.options("project")
    def projects(ack: Any, payload: dict[str, Any]) -> None:
        names = [f"Pipeline {number}" for number in range(12) if payload["value"] in f"Pipeline {number}"]
        ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name} for name in names])

    @app.action("project")
    def chose(ack: Any, body: dict[str, Any], client: Any) -> None:
        ack()
        client.chat_postMessage(channel=GENERAL, text=f"Of {body['actions'][0]['selected_option']['value']}")

    @app.function("number")
    def posted(inputs: dict[str, Any], complete: Any, fail: Any) -> None:
        if not inputs["number"].isdigit():
            fail(error="that is no number")
            return
        app.client.chat_postMessage(channel=GENERAL, text=f"Number {inputs['number']}")
        complete({})

    @app.view("")
    def chosen(ack: Any, view: dict[str, Any], client: Any) -> None:
        ack()
        day = view["state"]["values"]["start"]["day"]["selected_date"]
        client.chat_postMessage(channel=GENERAL, text=f"From {day} on")

    return app


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(MANIFEST_WITH_USAGE, routes=page_routes) as sandbox:
        app = toy_app(sandbox)
        link: Any = SocketModeHandler(app, sandbox.app_token, web_client=app.client)
        link.connect()
        assert sandbox.workspace.sockets.wait_for_connection()
        yield sandbox
        link.client.auto_reconnect_enabled = False
        sandbox.workspace.sockets.drop()
        link.close()


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox) -> Iterator[Page]:
    """The page of #general as Mira, which must neither complain nor ask any other host."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.append(asked.url) if sandbox.url not in asked.url else None)
    page.goto(f"{sandbox.url}/c/{GENERAL}?as={MIRA}")
    yield page
    assert complaints == []


def test_a_person_completes_a_command_sends_it_and_sees_the_answer(page: Page) -> None:
    box = page.get_by_role("combobox", name="Message #general")
    box.press_sequentially("/us")
    expect(page.get_by_role("option", name="/usage [questions")).to_be_visible()
    box.press("Tab")
    expect(box).to_have_value("/usage ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("/usage questions last-30d")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Answered questions last-30d")).to_be_visible()
    expect(box).to_have_value("")


def test_a_table_turns_pages_and_sorts_numbers_as_numbers(page: Page) -> None:
    page.get_by_role("combobox", name="Message").fill("/usage table")
    page.keyboard.press("Enter")
    shown = page.locator(".message", has_text="Answered table")
    expect(shown.get_by_text("1–10 of 12")).to_be_visible()
    shown.get_by_role("button", name="Next rows").click()
    expect(shown.locator("tbody tr:visible")).to_have_count(2)
    shown.get_by_role("button", name="Count").click()
    shown.get_by_role("button", name="Count").click()
    expect(shown.locator("tbody tr:visible").first).to_contain_text("100")


def test_a_modal_is_filled_in_with_the_keyboard_and_its_answer_arrives(page: Page) -> None:
    page.get_by_role("combobox", name="Message").fill("/usage modal")
    page.keyboard.press("Enter")
    page.locator(".message", has_text="Answered modal").get_by_role("button", name="Custom range").press(
        "Enter"
    )
    modal = page.get_by_role("dialog", name="Custom range")
    modal.get_by_role("button", name="Show").click()
    expect(modal.get_by_role("alert")).to_contain_text("required")
    modal.get_by_label("Date").fill("2026-11-01")
    modal.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_text("From 2026-11-01 on")).to_be_visible()
    expect(modal).to_be_hidden()


def test_a_message_from_elsewhere_appears_and_what_is_being_typed_stays(page: Page, sandbox: Sandbox) -> None:
    box = page.get_by_role("combobox", name="Message")
    box.fill("half a sent")
    sandbox.workspace.say(Message(GENERAL, sandbox.workspace.next_ts(), JONAS, "hello from Jonas"))
    expect(page.get_by_text("hello from Jonas")).to_be_visible()
    expect(box).to_have_value("half a sent")
    expect(box).to_be_focused()


def test_a_thread_opens_beside_the_channel_and_takes_replies(page: Page, sandbox: Sandbox) -> None:
    workspace = sandbox.workspace
    parent = workspace.say(Message(GENERAL, workspace.next_ts(), JONAS, "a question"))
    workspace.say(Message(GENERAL, workspace.next_ts(), JONAS, "an answer", thread_ts=parent.ts))
    page.get_by_role("link", name="1 reply").click()
    page.wait_for_load_state()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("an answer")).to_be_visible()
    thread.get_by_role("textbox").fill("thank you")
    page.keyboard.press("Enter")
    expect(thread.get_by_text("thank you")).to_be_visible()
    expect(page.get_by_role("link", name="2 replies").first).to_be_visible()


def test_a_global_shortcut_is_started_beside_the_box(page: Page) -> None:
    page.get_by_label("Shortcuts").click()
    page.get_by_role("button", name="Go Go").click()
    expect(page.get_by_role("dialog", name="Custom range")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Custom range")).to_be_hidden()


def test_a_message_shortcut_is_started_under_its_message_with_the_keyboard(
    page: Page, sandbox: Sandbox
) -> None:
    sandbox.workspace.say(Message(GENERAL, sandbox.workspace.next_ts(), JONAS, "twelve chars"))
    message = page.locator(".message", has_text="twelve chars")
    message.get_by_label("More actions").press("Enter")
    message.get_by_role("button", name="Count this").press("Enter")
    expect(message.get_by_role("link", name="1 reply")).to_be_visible()


def test_a_menu_asks_the_app_what_fits_what_is_typed(page: Page) -> None:
    page.get_by_role("combobox", name="Message").fill("/usage typed")
    page.keyboard.press("Enter")
    field = page.locator(".message", has_text="Answered typed").get_by_role("combobox")
    field.press_sequentially("line 1")
    offered = page.locator(".typed [role=option]:visible")
    expect(offered).to_have_text(["Pipeline 1", "Pipeline 10", "Pipeline 11"])
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_text("Of Pipeline 10")).to_be_visible()


@pytest.mark.parametrize(("number", "said"), [("42", "Number 42"), ("many", "that is no number")])
def test_a_workflow_runs_its_step_and_says_how_it_ended(page: Page, number: str, said: str) -> None:
    page.get_by_label("Shortcuts").click()
    page.get_by_role("button", name="Run workflow").click()
    dialog = page.get_by_role("dialog", name="Run workflow")
    dialog.get_by_label("Number").fill(number)
    dialog.get_by_role("button", name="Run").click()
    expect(page.get_by_text(said)).to_be_visible()
