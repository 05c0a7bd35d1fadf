"""The bot over HTTP: the same listeners behind one signed address."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import Engine

from bot.clock import Today
from bot.config import Config, ConfigError
from bot.manifest import PATH, manifest
from bot.sandbox import Sandbox, Timing, Workspace
from bot.serving import http as web
from tests.signed import FORM, SECRET, config
from tests.world import GENERAL, MIRA, TODAY, organisation, questions, send


@dataclass(frozen=True)
class Caller:
    """Slack, as it calls the bot at an address."""

    sandbox: Sandbox
    address: str

    def command(self, words: str) -> str:
        """The form of a typed command."""
        workspace = self.sandbox.workspace
        path = workspace.response_urls.issue(MIRA, GENERAL)
        return urlencode(
            {
                "command": "/usage",
                "text": words,
                "team_id": workspace.team_id,
                "user_id": MIRA,
                "user_name": "mira",
                "channel_id": GENERAL,
                "channel_name": "general",
                "response_url": workspace.url + path,
                "trigger_id": workspace.triggers.issue(MIRA),
            }
        )

    def call(self, body: str | bytes, *, secret: str = SECRET, ago: int = 0, kind: str = FORM) -> int:
        """The status of a request signed so many seconds ago."""
        return self.answer(body, secret=secret, ago=ago, kind=kind)[0]

    def answer(
        self, body: str | bytes, *, secret: str = SECRET, ago: int = 0, kind: str = FORM
    ) -> tuple[int, str]:
        """The status and the body of the answer."""
        at = str(int(time.time()) - ago)
        signed = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signed or "", "Content-Type": kind}
        return self.send("POST", PATH, body, headers)

    def send(self, method: str, path: str, body: str | bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """The status and the body of the answer to any request."""
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)) as connection:
            connection.request(method, path, body=body, headers=headers)
            found = connection.getresponse()
            return found.status, found.read().decode()

    def posted(self) -> int:
        return len(self.sandbox.workspace.messages(GENERAL))


@contextmanager
def called(database_url: str) -> Iterator[Caller]:
    workspace = Workspace(manifest(), timing=Timing(scan=0.05, share=0.02, posts_at_once=100))
    with (
        Sandbox.start(manifest(), workspace=workspace) as sandbox,
        web.running(config(sandbox, database_url), Today(TODAY)) as address,
    ):
        yield Caller(sandbox, address)


@pytest.fixture
def slack(sqlite_url: str, sqlite_engine: Engine, tmp_path: Path) -> Iterator[Caller]:
    send(sqlite_engine, [*organisation(), *questions()], tmp_path)
    with called(sqlite_url) as caller:
        yield caller


def test_a_signed_command_is_acknowledged_and_its_report_posted(slack: Caller) -> None:
    assert slack.answer(slack.command("questions last-30d")) == (200, "")
    message = slack.sandbox.workspace.wait_for(lambda: slack.sandbox.workspace.messages(GENERAL), 10)[0]
    assert "*Answered " in json.dumps(message.blocks)


@pytest.mark.parametrize(("secret", "ago"), [("another secret", 0), (SECRET, 301), (SECRET, -301)], ids=str)
def test_what_slack_did_not_sign_just_now_is_refused(slack: Caller, secret: str, ago: int) -> None:
    calls = len(slack.sandbox.workspace.calls)
    assert slack.call(slack.command("questions"), secret=secret, ago=ago) == 401
    time.sleep(0.3)
    assert len(slack.sandbox.workspace.calls) == calls


def test_a_signature_is_good_for_five_minutes(slack: Caller) -> None:
    assert slack.call(slack.command("help"), ago=290) == 200


def test_unsigned_requests_are_refused_whatever_they_claim_to_be(slack: Caller) -> None:
    for body in ("ssl_check=0", json.dumps({"type": "url_verification", "challenge": "x"}), ""):
        assert slack.send("POST", PATH, body, {"Content-Type": "application/json"})[0] in (400, 401)


@pytest.mark.parametrize(
    "stamp",
    [
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": "", "X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": "9" * 30, "X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": "now", "X-Slack-Signature": "v0=\u00e9"},
    ],
    ids=str,
)
def test_a_time_or_a_signature_that_is_none_is_refused(slack: Caller, stamp: dict[str, str]) -> None:
    at = stamp["X-Slack-Request-Timestamp"].replace("now", str(int(time.time())))
    headers = {**stamp, "X-Slack-Request-Timestamp": at, "Content-Type": FORM}
    assert slack.send("POST", PATH, slack.command("help"), headers)[0] == 401


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", '{"a":' * 5000], ids=lambda body: body[:4])
def test_what_is_no_object_is_refused_signed_or_not(slack: Caller, body: str) -> None:
    assert slack.call(body, kind="application/json") == 400
    assert slack.call(urlencode({"payload": body})) == 400
    assert slack.send("POST", PATH, body, {"Content-Type": "application/json"})[0] in (400, 401)


def test_a_check_of_the_certificate_needs_no_signature_and_does_nothing(slack: Caller) -> None:
    calls = len(slack.sandbox.workspace.calls)
    body = f"{slack.command('questions')}&ssl_check=1"
    assert slack.send("POST", PATH, body, {"Content-Type": FORM}) == (200, "")
    time.sleep(0.3)
    assert len(slack.sandbox.workspace.calls) == calls


def test_slack_may_verify_the_address(slack: Caller) -> None:
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1a"})
    status, answer = slack.answer(body, kind="application/json")
    assert (status, "3eZbrw1a" in answer) == (200, True)


def test_a_bad_word_is_answered_in_the_acknowledgement(slack: Caller) -> None:
    status, answer = slack.answer(slack.command("qestions"))
    assert status == 200
    assert "Did you mean questions?" in json.loads(answer)["text"]


def test_what_is_too_long_or_no_text_is_refused(slack: Caller) -> None:
    assert slack.call("text=" + "x" * web.MOST_BYTES) == 413
    assert slack.send("POST", PATH, b"payload=\xff\xfe", {"Content-Type": FORM})[0] == 400


def test_only_one_address_is_served(slack: Caller) -> None:
    assert slack.send("GET", PATH, "", {})[0] == 405
    assert slack.send("POST", "/", "", {})[0] == 404


def test_a_load_balancer_may_ask_whether_the_bot_is_ready(slack: Caller) -> None:
    assert slack.send("GET", "/livez", "", {}) == (200, "ok")
    assert slack.send("GET", "/readyz", "", {}) == (200, "ok")


def test_twenty_at_once_are_acknowledged_while_charts_are_drawn(slack: Caller) -> None:
    def timed(_: int) -> float:
        start = time.perf_counter()
        assert slack.call(slack.command("questions last-30d")) == 200
        return time.perf_counter() - start

    with ThreadPoolExecutor(20) as people:
        assert max(people.map(timed, range(20))) < 2
    slack.sandbox.workspace.wait_for(lambda: slack.posted() == 20, 30)


def test_two_replicas_answer_behind_one_balancer(
    sqlite_url: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    send(sqlite_engine, [*organisation(), *questions()], tmp_path)
    with called(sqlite_url) as one, web.running(config(one.sandbox, sqlite_url), Today(TODAY)) as address:
        other = Caller(one.sandbox, address)
        assert [each.call(each.command("questions")) for each in (one, other)] == [200, 200]
        one.sandbox.workspace.wait_for(lambda: one.posted() == 2, 10)


def test_a_request_under_way_is_answered_when_the_bot_is_stopped(
    sqlite_url: str, sqlite_engine: Engine, tmp_path: Path
) -> None:
    send(sqlite_engine, [*organisation(), *questions()], tmp_path)
    open_ = called(sqlite_url)
    slack = open_.__enter__()
    body, at = slack.command("help").encode(), str(int(time.time()))
    signed = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body)
    with socket.create_connection(
        (str(urlsplit(slack.address).hostname), urlsplit(slack.address).port)
    ) as line:
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n"
        line.sendall(f"{head}X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: {signed}\r\n\r\n".encode())
        time.sleep(0.2)
        stopping = threading.Thread(target=open_.__exit__, args=(None, None, None))
        stopping.start()
        time.sleep(0.3)
        line.sendall(body)
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
        stopping.join(20)


def test_without_a_secret_nothing_is_served() -> None:
    for secret in (None, SecretStr(""), SecretStr("  ")):
        with pytest.raises(ConfigError, match="SLACK_SIGNING_SECRET is not set"):
            Config(bot_token=SecretStr("xoxb-1"), signing_secret=secret).bot_token_for_http()


def test_a_port_that_is_taken_is_said_with_the_cure(sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, Sandbox.start(manifest()) as sandbox:
        settings = config(sandbox, sqlite_url, taken.getsockname()[1])
        with pytest.raises(ConfigError, match="USAGE_HTTP_PORT=3001"), web.running(settings):
            pass
