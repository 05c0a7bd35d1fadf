"""The bot at work without Slack: sample data, a workspace on this machine, and the real bot in it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.config import Config, ConfigError
from bot.manifest import manifest
from bot.sandbox import Sandbox
from bot.sandbox.page.routes import page_routes
from bot.socket import running

log = logging.getLogger(__name__)

PORTS = range(8765, 8775)
ORG = "acme"
SHOWN_FIRST = "/usage questions last-30d"

Fill = Callable[[str, datetime], None]


def store(folder: Path, now: datetime, fill: Fill) -> str:
    """The URL of a store with the sample data up to now; made once a day, and only then given its name.

    Raises `ConfigError` for a folder that cannot be written.
    """
    path = folder / f"demo-{now.date().isoformat()}.sqlite3"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _forget(folder, now)
            with TemporaryDirectory(dir=folder, prefix="making-") as making:
                made = Path(making) / path.name
                fill(f"sqlite:///{made}", now)
                made.rename(path)
    except OSError as error:
        raise ConfigError(
            f"{folder} cannot be written ({error.strerror}). Name another: usagebot demo --folder FOLDER"
        ) from None
    return f"sqlite:///{path}"


def _forget(folder: Path, now: datetime) -> None:
    """Remove the stores of other days, but for one that may still be shown since yesterday."""
    for old in folder.glob("demo-*"):
        if old.stat().st_mtime < (now - timedelta(days=2)).timestamp():
            old.unlink()


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
    """Ask once where the page opens, so that it shows what an answer looks like."""
    workspace = sandbox.workspace
    person = next(user for user in workspace.users.values() if not user.is_bot)
    channel = next(c for c in workspace.channels.values() if c.name == "general")
    workspace.type(person.id, channel.id, SHOWN_FIRST)
