"""The bot at work without Slack: sample data, a workspace on this machine, and the real bot in it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.clock import Clock, Movable
from bot.config import Config, ConfigError
from bot.jobs.ticker import tick
from bot.manifest import manifest
from bot.messages.message import Draw, drawn_here
from bot.sample import Sample
from bot.sandbox import Sandbox, Timing, Workspace
from bot.sandbox.page.routes import page_routes
from bot.serving.drawing import drawing
from bot.serving.socket import running
from bot.serving.work import Bot
from storage.ingest import ingest, input_file

PORTS = range(8765, 8775)
ORG = "acme"
CHANNEL = "general"  # where the page opens: the digests and warnings stand there, too
SHOWN_FIRST = "/usage questions last-30d"
AT_ONCE = Timing(scan=0.0, share=0.0, posts_at_once=100)  # the clock stands while a step is lived through

Make = Callable[[Path, datetime], None]


def sample(folder: Path, now: datetime, make: Make) -> Sample:
    """The sample data up to now; made once a day, and only then given their name.

    Raises `ConfigError` for a folder that cannot be written.
    """
    made = folder / f"demo-{now.date().isoformat()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not made.exists():
            _forget(folder, now)
            with TemporaryDirectory(dir=folder, prefix="making-") as making:
                make(Path(making) / made.name, now)
                (Path(making) / made.name).rename(made)
    except OSError as error:
        raise ConfigError(
            f"{folder} cannot be written ({error.strerror}). Name another: usagebot demo --folder FOLDER"
        ) from None
    return Sample(made)


def _forget(folder: Path, now: datetime) -> None:
    """Remove what other days left, but for what may still be shown since yesterday."""
    for old in (*folder.glob("demo-*"), *folder.glob("live-*")):
        if old.stat().st_mtime < (now - timedelta(days=2)).timestamp():
            shutil.rmtree(old) if old.is_dir() else old.unlink()


def start_sandbox(port: int | None, clock: Clock) -> Sandbox:
    """A workspace on the wished port, or on the first free one. Raises `ConfigError` if it is taken."""
    for candidate in PORTS if port is None else (port,):
        workspace = Workspace(manifest(), clock=lambda: clock("UTC").timestamp(), timing=AT_ONCE)
        try:
            return Sandbox.start(manifest(), port=candidate, routes=page_routes, workspace=workspace)
        except OSError:
            continue
    raise ConfigError(f"Port {port or PORTS[0]} is in use. Try another one: usagebot demo --port 9000")


def run(past: Sample, port: int | None, ready: Callable[[str], None], stop: threading.Event) -> None:
    """Serve the workspace, the sample's last weeks behind it, until `stop` is set.

    `ready` is told the address of the page.
    """
    with drawing() as draw, lived(past, port, draw) as (sandbox, _):
        ready(sandbox.url)
        _show_first(sandbox.workspace)
        stop.wait()


@contextmanager
def lived(past: Sample, port: int | None, draw: Draw = drawn_here) -> Iterator[tuple[Sandbox, Bot]]:
    """The bot in a workspace, once the sample's last weeks are lived through and time goes on.

    `draw` draws its charts.
    """
    clock = Movable()
    clock.put(next(past.steps())[0])
    with start_sandbox(port, clock) as sandbox, _copy(past) as database_url:
        channel = _channel(sandbox.workspace)
        config = Config(
            database_url=database_url,
            org=ORG,
            bot_token=SecretStr(sandbox.bot_token),
            app_token=SecretStr(sandbox.app_token),
            api_url=sandbox.api_url,
            alert_channel=channel,
            digest_channel=channel,
            health_port=0,
        )
        with running(config, clock, draw=draw) as bot:
            relive(past, bot, clock)
            clock.put(None)
            sandbox.workspace.timing = Timing()
            yield sandbox, bot


@contextmanager
def _copy(past: Sample) -> Iterator[str]:
    """The URL of a store to go on with, so that the sample begins anew each time."""
    with TemporaryDirectory(dir=past.folder.parent, prefix="live-") as folder:
        shutil.copy(past.store, folder)
        yield f"sqlite:///{folder}/{past.store.name}"


def relive(past: Sample, bot: Bot, clock: Movable) -> None:
    """Let time go by in the sample's steps: what happened comes in, and the bot does what is due by then."""
    for moment, lines in past.steps():
        clock.put(moment)
        ingest(bot.desk.engine, [input_file(lines)], lambda zone: clock(str(zone)))
        tick(bot.desk, bot.client)


def _channel(workspace: Workspace) -> str:
    return next(channel.id for channel in workspace.channels.values() if channel.name == CHANNEL)


def _show_first(workspace: Workspace) -> None:
    """Ask once where the page opens, so that it shows what an answer looks like."""
    person = next(user for user in workspace.users.values() if not user.is_bot)
    workspace.type(person.id, _channel(workspace), SHOWN_FIRST)
