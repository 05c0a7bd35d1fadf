"""The page over HTTP, as a browser asks for it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from bot.sandbox import Sandbox, Workspace
from bot.sandbox.page.routes import page_routes
from bot.sandbox.state import File, Message, View
from tests.page_reading import Reading
from tests.sandbox_toys import GENERAL, JONAS, MANIFEST, MIRA, RANDOM

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Browser:
    """Asks the page over its real port."""

    sandbox: Sandbox

    @property
    def workspace(self) -> Workspace:
        return self.sandbox.workspace

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
        with closing(HTTPConnection(urlsplit(self.sandbox.url).netloc, timeout=10)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Reply(
                answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
            )

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Reply:
        return self.ask("POST", path, urlencode(fields, doseq=True), **headers)

    def sees(self, channel: str = GENERAL, person: str = MIRA, **words: str) -> str:
        """The words in the message list."""
        return Reading(self.get(f"/c/{channel}/messages?{urlencode({'as': person, **words})}").text).words


@pytest.fixture(scope="module")
def served() -> Iterator[Browser]:
    with Sandbox.start(MANIFEST, routes=page_routes) as sandbox:
        yield Browser(sandbox)


def say(browser: Browser, text: str = "", channel: str = GENERAL, **more: Any) -> Message:
    workspace = browser.workspace
    return workspace.say(Message(channel, workspace.next_ts(), workspace.bot.id, text, **more))


def upload(browser: Browser, name: str, content: bytes) -> File:
    workspace = browser.workspace
    file = File(
        workspace.next_id("F"), name, name, len(content), "Bars", workspace.bot.id, content, completed=True
    )
    workspace.files[file.id] = file
    return file


def test_the_first_address_leads_to_a_channel(served: Browser) -> None:
    first = served.get("/")
    assert first.status in (302, 307)
    page = served.get(first.headers["location"]).text
    assert '<h1 id="title">#general</h1>' in page
    assert "This is not Slack" in page


@pytest.mark.parametrize(("path", "tab"), [("", "messages"), ("/home", "home")])
def test_the_app_hears_which_of_its_tabs_is_opened(
    served: Browser, monkeypatch: pytest.MonkeyPatch, path: str, tab: str
) -> None:
    opened: list[tuple[str, str]] = []
    hear = lambda user, tab="home": opened.append((user, tab))  # noqa: E731
    monkeypatch.setattr(served.workspace, "open_home", hear)
    assert served.get(f"/c/{served.workspace.direct_message(MIRA).id}{path}?as={MIRA}").status == 200
    served.get(f"/c/{GENERAL}?as={MIRA}")
    assert opened == [(MIRA, tab)]


def test_what_was_said_is_shown_with_its_author_and_what_it_may_not_do(served: Browser) -> None:
    say(served, "*4* <script>alert(1)</script> &lt;b&gt;")
    fragment = served.get(f"/c/{GENERAL}/messages?as={MIRA}").text
    assert "Toy" in Reading(fragment).words
    assert "<strong>4</strong>" in fragment
    assert "<script" not in fragment


def test_what_is_typed_appears_as_typed_and_calls_people_by_name(served: Browser) -> None:
    served.post("/page/send", {"person": MIRA, "channel": GENERAL, "text": "a <b> & @jonas <!channel>"})
    assert "a <b> & @Jonas Weber <!channel>" in served.sees()


def test_a_message_for_one_person_is_seen_by_that_person_only(served: Browser) -> None:
    say(served, "psst", only_for=JONAS)
    assert "Only visible to you" in served.sees(person=JONAS)
    assert "psst" not in served.sees(person=MIRA)


def test_a_foreign_direct_message_is_not_shown(served: Browser) -> None:
    foreign = served.workspace.direct_message(JONAS)
    assert served.get(f"/c/{foreign.id}?as={MIRA}").status == 404
    assert served.get(f"/c/{foreign.id}?as={JONAS}").status == 200


def test_replies_are_counted_in_the_channel_and_shown_in_the_thread(served: Browser) -> None:
    parent = say(served, "figures")
    file = upload(served, "q.csv", b"a,b\n1,2\n")
    say(served, "the file", thread_ts=parent.ts, files=[file.id])
    assert "1 reply" in served.sees()
    thread = served.sees(thread=parent.ts)
    assert "the file" in thread
    assert "q.csv" in thread


def test_the_other_person_reads_the_time_in_their_own_zone(served: Browser) -> None:
    served.workspace.say(Message(RANDOM, "1790000000.000100", MIRA, "hello"))
    assert "10:13" in served.sees(RANDOM, MIRA)
    assert "16:13" in served.sees(RANDOM, JONAS)


def test_a_person_lets_the_app_in_by_typing_invite(served: Browser) -> None:
    assert "not in this channel" in served.sees(RANDOM)
    served.post("/page/send", {"person": MIRA, "channel": RANDOM, "text": "/invite @usage"})
    assert served.workspace.bot.id in served.workspace.channels[RANDOM].members
    assert "not in this channel" not in served.sees(RANDOM)


def test_a_command_that_nobody_answers_is_told_to_the_person(served: Browser) -> None:
    answer = served.post("/page/send", {"person": MIRA, "channel": GENERAL, "text": "/toy now"})
    assert json.loads(answer.text) == {"error": "dispatch_failed"}
    assert "/toy failed with the error" in served.sees()


def test_without_scripts_sending_leads_back_to_the_channel(served: Browser) -> None:
    fields = {"person": MIRA, "channel": GENERAL, "thread": "", "text": "plain form"}
    answer = served.post("/page/send", fields, Accept="text/html")
    assert (answer.status, answer.headers["location"]) == (303, f"/c/{GENERAL}?as={MIRA}&thread=")


def test_a_change_ends_the_wait_for_it(served: Browser) -> None:
    version = served.workspace.version
    threading.Timer(0.2, lambda: say(served, "new")).start()
    began = time.monotonic()
    answer = json.loads(served.get(f"/page/changes?since={version}").text)
    assert answer["version"] > version
    assert 0.1 < time.monotonic() - began < 5


def test_what_changed_already_is_told_at_once(served: Browser) -> None:
    began = time.monotonic()
    assert json.loads(served.get("/page/changes?since=-1").text) == {"version": served.workspace.version}
    assert time.monotonic() - began < 1


def test_a_picture_is_shown_and_anything_else_is_only_saved(served: Browser) -> None:
    picture, page = upload(served, "p.html", PNG), upload(served, 'x".html', b"<script>alert(1)</script>")
    shown, saved = served.get(f"/page/files/{picture.id}"), served.get(f"/page/files/{page.id}")
    assert (shown.body, shown.headers["content-type"]) == (PNG, "image/png")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''x%22.html"


@pytest.mark.parametrize(
    "path", ["/page/files/F999999999", "/c/C999", "/page/static/..%2Froutes.py", "/page/static/no"]
)
def test_what_is_not_there_is_not_found(served: Browser, path: str) -> None:
    assert served.get(path).status == 404


@pytest.mark.parametrize(
    "path", [f"/c/{GENERAL}", "/page/static/style.css", "/page/static/page.js", "/page/changes"]
)
def test_nothing_from_elsewhere_can_be_loaded(served: Browser, path: str) -> None:
    answer = served.get(path)
    assert answer.status == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "https://" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "192.168.0.9"])
def test_a_foreign_name_for_this_machine_is_refused(served: Browser, host: str) -> None:
    assert served.get(f"/c/{GENERAL}", Host=host).status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
def test_a_foreign_site_cannot_send(served: Browser, origin: str) -> None:
    fields = {"person": MIRA, "channel": GENERAL, "text": f"forged by {origin}"}
    assert served.post("/page/send", fields, Origin=origin).status == 403
    assert f"forged by {origin}" not in served.sees()


def test_the_page_itself_can_send(served: Browser) -> None:
    fields = {"person": MIRA, "channel": GENERAL, "text": "from the page itself"}
    assert served.post("/page/send", fields, Origin=served.sandbox.url).status == 200
    assert "from the page itself" in served.sees()


def test_what_is_chosen_in_a_message_is_kept_and_shown(served: Browser) -> None:
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("week", "month")]
    menu = {"type": "static_select", "action_id": "range", "options": options}
    message = say(served, "x", blocks=[{"type": "actions", "block_id": "b", "elements": [menu]}])
    act = {"person": MIRA, "channel": GENERAL, "ts": message.ts, "block_id": "b", "action_id": "range"}
    served.post("/page/act", {**act, "value": "month"})
    fragment = served.get(f"/c/{GENERAL}/messages?as={MIRA}").text
    assert '<option value="month" selected>' in fragment


def test_pressing_what_is_gone_says_so(served: Browser) -> None:
    act = {"person": MIRA, "channel": GENERAL, "ts": "1.2", "action_id": "x"}
    answer = served.post("/page/act", act)
    assert answer.status == 404
    assert "not here any more" in json.loads(answer.text)["error"]


def test_nobody_presses_in_a_message_for_somebody_else(served: Browser) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    message = say(served, "x", only_for=JONAS, blocks=[{"type": "actions", "elements": [button]}])
    act = {"channel": GENERAL, "ts": message.ts, "action_id": "go"}
    assert served.post("/page/act", {**act, "person": MIRA}).status == 404


def test_a_modal_stands_before_its_person_until_it_is_closed(served: Browser) -> None:
    title = {"type": "plain_text", "text": "Custom range"}
    served.workspace.views["V1"] = View("V1", JONAS, {"type": "modal", "title": title, "blocks": []}, "hash")
    assert "Custom range" in served.sees(person=JONAS)
    assert "Custom range" not in served.sees(person=MIRA)
    served.post("/page/close", {"person": JONAS, "view": "V1"})
    assert "Custom range" not in served.sees(person=JONAS)


def test_the_home_tab_shows_what_the_app_published(served: Browser) -> None:
    heading = {"type": "header", "text": {"type": "plain_text", "text": "Key figures"}}
    served.workspace.views["V2"] = View("V2", MIRA, {"type": "home", "blocks": [heading]}, "hash")
    direct = served.workspace.direct_message(MIRA)
    assert "Key figures" in served.get(f"/c/{direct.id}/home?as={MIRA}").text
    assert "Key figures" not in served.get(f"/c/{GENERAL}/home?as={MIRA}").text
