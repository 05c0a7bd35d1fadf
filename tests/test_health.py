"""The health endpoint says whether the bot lives and works, and if not, why."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import Engine

from bot.clock import wall
from bot.serving.health import Health, Hearing, Pulse
from bot.serving.web import health_endpoint
from storage.engine import open_engine


@dataclass
class Seconds:
    """A clock that is set by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])


def asked(address: str | None, path: str) -> tuple[int, dict[str, object]]:
    """What the endpoint answers."""
    try:
        with urlopen(f"{address}{path}", timeout=5) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


@contextmanager
def served(health: Health) -> Iterator[str | None]:
    with health_endpoint(health, free_port()) as address:
        yield address


def test_all_is_well(engine: Engine) -> None:
    pulse = Pulse(30)
    pulse.beat("digests")
    with served(Health(engine, pulse)) as address:
        assert asked(address, "/livez") == (200, {"ok": True, "reasons": []})
        assert asked(address, "/readyz") == (200, {"ok": True, "reasons": []})


def test_a_ticker_that_stands_still_is_dead_after_three_intervals(sqlite_engine: Engine) -> None:
    seconds = Seconds()
    pulse = Pulse(30, seconds)
    pulse.beat("warnings")
    pulse.beat("digests")
    with served(Health(sqlite_engine, pulse)) as address:
        seconds.now = 90
        assert asked(address, "/livez")[0] == 200
        pulse.beat("digests")
        seconds.now = 91
        assert asked(address, "/livez") == (
            503,
            {"ok": False, "reasons": ["The ticker's lane for warnings has not moved for 91 s."]},
        )


def test_a_store_that_needs_an_upgrade_is_not_ready(tmp_path: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/empty.sqlite3")
    with served(Health(engine, Pulse(30))) as address:
        status, told = asked(address, "/readyz")
    engine.dispose()
    assert status == 503
    assert "revision None" in str(told["reasons"])


def test_others_say_why_it_is_not_ready(sqlite_engine: Engine) -> None:
    with served(Health(sqlite_engine, Pulse(30), (lambda: ("Delivery 3 is late.",),))) as address:
        assert asked(address, "/readyz")[1]["reasons"] == ["Delivery 3 is late."]
        assert asked(address, "/livez")[0] == 200


def test_a_port_that_is_taken_is_a_warning(sqlite_engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with health_endpoint(Health(sqlite_engine, Pulse(30)), port) as address:
            assert address is None
    assert "USAGE_HEALTH_PORT" in caplog.text


@dataclass
class Line:
    """A socket connection as the SDK shows it."""

    ping_interval: float = 10
    connected: bool = True
    current_session: SimpleNamespace | None = field(
        default_factory=lambda: SimpleNamespace(session_id="one", last_ping_pong_time=None)
    )

    def is_connected(self) -> bool:
        return self.connected


def hearing(line: Line, seconds: Seconds) -> Hearing:
    return Hearing(line, seconds)  # type: ignore[arg-type]


def test_a_dead_socket_that_calls_itself_active_is_deaf() -> None:
    line = Line(current_session=SimpleNamespace(session_id="one", last_ping_pong_time=0.0))
    line.current_session.last_ping_pong_time = wall("UTC").timestamp() - 30  # type: ignore[union-attr]
    assert "has not answered a ping for 30 s" in hearing(line, Seconds()).deaf()[0]
    line.current_session.last_ping_pong_time = wall("UTC").timestamp() - 15  # type: ignore[union-attr]
    assert hearing(line, Seconds()).deaf() == ()


def test_a_new_socket_is_given_time_to_be_answered() -> None:
    seconds = Seconds()
    found = hearing(Line(), seconds)
    assert found.deaf() == ()
    seconds.now = 30
    assert found.deaf() != ()


def test_a_socket_that_is_gone_is_deaf() -> None:
    assert "not connected" in hearing(Line(connected=False), Seconds()).deaf()[0]
