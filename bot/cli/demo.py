"""`usagebot demo`: the bot in a Slack workspace on this machine."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[
        int | None, typer.Option(help="Where to serve the page (default: 8765 or the next free one).")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where the sample data are kept.")] = Path(".usage"),
) -> None:
    """Try the bot without Slack: a workspace page on this machine, with a year of sample data."""
    import signal
    import sys
    import threading
    from datetime import datetime

    from bot import demo as workspace
    from bot.logs import start_logging
    from bot.sample import make

    start_logging("WARNING")
    print("Preparing a year of sample data; the first time today takes some seconds.", file=sys.stderr)
    past = workspace.sample(folder, datetime.now().astimezone(), make)
    print("Living through the last six weeks, with their digests and warnings.", file=sys.stderr)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())

    def ready(address: str) -> None:
        print(f"\n  Open {address}  and type  /usage questions last-30d\n", flush=True)
        print("  A Slack workspace on this machine only (127.0.0.1). Stop it with Ctrl-C.", flush=True)

    workspace.run(past, port, ready, stop)
