"""Signed requests of every kind, their structure mangled: refused plainly, never a crash, never a number."""

import json
import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.messages.home import EDIT
from bot.sandbox import Message, View, Workspace
from bot.sandbox.sockets import EnvelopeKind
from storage.engine import open_engine
from tests import databases
from tests.access_world import ANYTHING, GUEST, VIEWER, Watch, bindings, found, lines, people
from tests.databases import Template
from tests.signed import Lines, Payload, call, encoded, slack_over_http
from tests.world import GENERAL, MIRA, line, send

Sent = tuple[EnvelopeKind, Payload]
MANY = 25  # projects, so that the menu looks them up
JUNK: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, 10**30, "", "x", "\x00", "\ud800", "http://[", "9" * 30, "organization"),
    *([], {}, [[]], [None], [{}], {"x": {}}, {"type": "x"}, {"values": []}),
)


class Heard(logging.Handler):
    """Every line that is logged as an error, or of a refusal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record)

    @property
    def errors(self) -> list[str]:
        wrong = (each for each in self.lines if each.levelno >= logging.ERROR or each.exc_info)
        return [logging.Formatter().format(each) for each in wrong]


@pytest.fixture(scope="module")
def store(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("malformed")
    engine = open_engine(databases.sqlite_copy(sqlite_template, folder))
    more = (
        line("project.upsert", f"more-{nth}", "2025-10-01T00:00:00", slug=f"more-{nth}", name=f"More {nth}")
        for nth in range(MANY)
    )
    assert send(engine, [*lines(), *more], folder).is_clean
    bindings(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def slack(store: Engine) -> Iterator[tuple[Workspace, Lines]]:
    with slack_over_http(store.url.render_as_string()) as (sandbox, lines_):
        people(sandbox.workspace)
        yield sandbox.workspace, lines_


@pytest.fixture(scope="module")
def real(slack: tuple[Workspace, Lines]) -> tuple[Sent, ...]:
    """A request of every kind, as a member sends it in the course of a tour."""
    workspace, over_http = slack
    tour(workspace)
    kinds = {_kind(sent): sent for sent in over_http.sent}
    closed = [(kind, {**body, "type": "view_closed"}) for kind, body in kinds.values() if "view" in body]
    return (*kinds.values(), *closed[:1])


@pytest.fixture(scope="module", autouse=True)
def heard() -> Iterator[Heard]:
    handler = Heard()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def tour(workspace: Workspace) -> None:
    """Do everything once that makes a request of another kind."""

    def window() -> View:
        def ready() -> list[View]:
            return [view for view in workspace.modals(MIRA) if view.payload.get("submit")]

        return workspace.wait_for(ready, 10)[-1]

    def done(view: View) -> None:
        workspace.submit(MIRA, view)
        for each in workspace.modals(MIRA):
            workspace.close(MIRA, each)

    workspace.type(MIRA, GENERAL, "/usage questions last-30d project:all")
    report: Message = workspace.wait_for(lambda: workspace.messages(GENERAL), 20)[0]
    workspace.click(MIRA, report, "show.tab.origin")
    workspace.suggest(MIRA, report, "show.project", "more")
    workspace.choose(MIRA, report, "show.range", "custom")
    done(window())
    for wish in ("subscribe", "explain"):
        workspace.choose(MIRA, report, "more", wish)
        if wish == "subscribe":
            done(window())
    workspace.click(MIRA, report, "export")
    view = window()
    workspace.click(MIRA, view, "export_clear_all")
    workspace.click(MIRA, view, "export_select_all")
    done(view)
    for callback, message in (("usage_report", None), ("usage_for_thread", report)):
        workspace.shortcut(MIRA, callback, message)
        view = window()
        workspace.suggest(MIRA, view, "usage:project", "more")
        done(view)
    workspace.type(MIRA, GENERAL, f"<@{workspace.bot.id}> questions last-30d")
    inputs = {"section": "questions", "channel": GENERAL}
    workspace.run_step(MIRA, workspace.app.steps[0].callback_id, inputs)
    workspace.type(MIRA, GENERAL, "/usage subscribe daily 09:00")
    workspace.open_home(MIRA)
    home = workspace.wait_for(lambda: subscribed(workspace), 20)
    workspace.click(MIRA, home, "usage:report")
    done(window())
    workspace.click(MIRA, home, EDIT)
    done(window())
    workspace.click(MIRA, home, "subscription:pause")
    Watch(workspace).settle(quiet=2.0)


def subscribed(workspace: Workspace) -> View | None:
    """The Home tab once it shows a subscription."""
    home = workspace.home(MIRA)
    return home if home and EDIT in json.dumps(home.blocks) else None


def _kind(sent: Sent) -> tuple[str, ...]:
    """What tells two requests apart that go different ways."""
    kind, body = sent
    event, view = body.get("event") or {}, body.get("view") or {}
    action = (body.get("actions") or [body])[0].get("action_id", "")
    return kind, str(body.get("type")), str(event.get("type")), str(view.get("callback_id")), str(action)


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a request."""
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield (*path, key)
        yield from places(tree[key], (*path, key))


def mangled(sent: Sent, data: st.DataObject) -> Sent:
    """The same request with something gone, of another type, or nested."""
    kind, body = deepcopy(sent)
    for _ in range(data.draw(st.integers(1, 3))):
        every = sorted(places(body), key=lambda path: (len(path), str(path)))
        *path, key = data.draw(st.sampled_from(every))
        inside = body
        for each in path:
            inside = inside[each]
        match data.draw(st.sampled_from(("gone", "junk", "list", "object", "twice"))):
            case "gone":
                del inside[key]
            case "junk":
                inside[key] = deepcopy(data.draw(st.sampled_from(JUNK)))
            case "list":
                inside[key] = [inside[key]]
            case "object":
                inside[key] = {"x": inside[key]}
            case "twice":
                inside[key] = [inside[key], inside[key]]
    return kind, body


def anew(workspace: Workspace, sent: Sent, person: str) -> Sent:
    """The same request as somebody would send it just now."""
    kind, text = sent[0], json.dumps(sent[1]).replace(f'"{MIRA}"', f'"{person}"')
    body: Payload = json.loads(text)
    if "trigger_id" in body:
        body["trigger_id"] = workspace.triggers.issue(person)
    if "response_url" in body:
        body["response_url"] = workspace.url + workspace.response_urls.issue(person, GENERAL)
    if "event_id" in body:
        body["event_id"] = workspace.next_id("Ev")
    for action in body.get("actions", ()):
        action["action_ts"] = workspace.next_ts()
    return kind, body


def test_the_tour_makes_requests_of_every_kind(real: tuple[Sent, ...]) -> None:
    types = {body.get("event", body).get("type", "command") for _, body in real}
    pressed, asked = {"block_actions", "block_suggestion"}, {"shortcut", "message_action"}
    told = {"app_home_opened", "app_mention", "function_executed"}
    assert types == {"command", "view_submission", "view_closed", *pressed, *asked, *told}
    assert len(real) > 20


def of_people(real: tuple[Sent, ...]) -> Iterator[Sent]:
    """Those that a person sends, without what they would be told back if they were told what they sent."""
    for kind, body in real:
        if "function_execution_id" not in body.get("event", ()):
            text = json.dumps(body).replace("Payments API", "X").replace("Storefront", "Y")
            yield kind, json.loads(text.replace("payments-api", "x").replace("storefront", "y"))


def sent_mangled(slack: tuple[Workspace, Lines], real: tuple[Sent, ...], person: str) -> Watch:
    """What left the bot while somebody sent mangled requests, none of which was answered with a crash."""
    workspace, over_http = slack
    watch = Watch(workspace)

    @settings(max_examples=150)
    @given(data=st.data())
    def every(data: st.DataObject) -> None:
        watch.begin_minute()
        kind, body = mangled(anew(workspace, data.draw(st.sampled_from(real)), person), data)
        status, said = call(over_http.addresses[0], *encoded(kind, body))
        watch.acks.append(said)
        assert status < 500, body

    every()
    return watch.settle()


# Before members send anything: what waits for Slack's limits comes later.
def test_what_a_guest_sends_mangled_tells_nothing(
    real: tuple[Sent, ...], slack: tuple[Workspace, Lines], heard: Heard
) -> None:
    watch = sent_mangled(slack, tuple(of_people(real)), GUEST)
    assert found(watch.said(), ANYTHING) == set()
    assert heard.errors == []


def test_each_refusal_is_one_line_of_the_log_without_what_was_sent(
    real: tuple[Sent, ...], slack: tuple[Workspace, Lines], heard: Heard
) -> None:
    for kind, body in real:
        before = len(heard.lines)
        forged = {**body, "user": "<!channel> 2,281", "user_id": [], "event_id": 7}
        assert call(slack[1].addresses[0], *encoded(kind, forged))[0] == 400
        (refusal,) = heard.lines[before:]
        assert "not shaped as Slack's" in refusal.getMessage()
        assert "2,281" not in refusal.getMessage()


def test_nothing_is_refused_that_slack_sends(real: tuple[Sent, ...], slack: tuple[Workspace, Lines]) -> None:
    for sent in real:
        status, said = call(slack[1].addresses[0], *encoded(*sent))
        assert status == 200 or sent[1]["type"] == "view_closed", (sent, said)


def test_what_a_member_sends_mangled_is_refused_plainly(
    real: tuple[Sent, ...], slack: tuple[Workspace, Lines], heard: Heard
) -> None:
    sent_mangled(slack, real, VIEWER)
    assert heard.errors == []
