"""The bot at work without Slack: sample data, a workspace on this machine, and the real bot in it."""

import logging
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pydantic import SecretStr

from bot.config import Config, ConfigError
from bot.manifest import manifest
from bot.sandbox import Sandbox
from bot.sandbox.page.routes import page_routes
from bot.socket import running
from storage.migrate import open_store

log = logging.getLogger(__name__)

PORTS = range(8765, 8775)
ORG = "acme"
SHOWN_FIRST = "/usage questions last-30d"

Fill = Callable[[str, date], None]


def store(folder: Path, end: date, fill: Fill) -> str:
    """The URL of a store with the sample data up to a day; made once, and only then given its name."""
    path = folder / f"demo-{end.isoformat()}.sqlite3"
    if not path.exists():
        for old in folder.glob("demo-*"):
            old.unlink()
        making = folder / "demo-in-the-making.sqlite3"
        url = f"sqlite:///{making}"
        open_store(url).dispose()
        fill(url, end)
        making.rename(path)
    return f"sqlite:///{path}"


def start_sandbox(port: int | None) -> Sandbox:
    """A workspace on the wished port, or on the first free one. Raises `ConfigError` if it is taken."""
    for candidate in PORTS if port is None else (port,):
        try:
            return Sandbox.start(manifest(), port=candidate, routes=page_routes)
        except OSError:
            continue
    raise ConfigError(f"Port {port or PORTS[0]} is in use. Try another one: usagebot demo --port 9000")


def run(database_url: str, port: int | None, ready: Callable[[str], None], stop: threading.Event) -> None:
    """Serve the workspace with the bot in it until `stop` is set; `ready` is told the address of the page."""
    with start_sandbox(port) as sandbox:
        config = Config(
            database_url=database_url,
            org=ORG,
            bot_token=SecretStr(sandbox.bot_token),
            app_token=SecretStr(sandbox.app_token),
            api_url=sandbox.api_url,
        )
        with running(config):
            ready(sandbox.url)
            _show_first(sandbox)
            stop.wait()


def _show_first(sandbox: Sandbox) -> None:
    """Ask once in #usage-reports, so that the page shows what an answer looks like."""
    workspace = sandbox.workspace
    person = next(user for user in workspace.users.values() if not user.is_bot)
    channel = next(c for c in workspace.channels.values() if c.name == "usage-reports")
    workspace.type(person.id, channel.id, SHOWN_FIRST)
