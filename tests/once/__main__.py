"""`python -m tests.once --processes 3 --occurrences 300 --database postgres [--blind]`: plays the proof."""

import argparse
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.sandbox import Sandbox
from storage.engine import open_engine
from storage.migrate import upgrade
from tests import postgres
from tests.once.count import Tally, count, settled
from tests.once.play import Play, Troupe, perform
from tests.once.stage import fill, subscribe, workspace
from tests.once.trouble import Chance, Trouble


def play(database: str, folder: Path, told: argparse.Namespace) -> tuple[Tally, Troupe, Trouble]:
    """One proof on a fresh, migrated database."""
    random = Random(told.seed)  # noqa: S311 - which trouble comes is no secret
    trouble = Trouble(Chance(random, told.trouble))
    engine = open_engine(database)
    try:
        fill(engine, folder)
        played_in = workspace(trouble, told.blind)
        expected = subscribe(engine, played_in.team_id, told.occurrences, random)
        seconds = told.seconds or max(10.0, 0.3 * told.occurrences)
        how = Play(told.processes, seconds, told.kill_every, told.patience)
        with Sandbox.start({}, workspace=played_in) as sandbox:
            troupe = perform(sandbox, database, how, random, lambda: settled(engine, expected))
            time.sleep(0.5)  # a file appears in its thread a moment after it was shared
            return count(played_in, engine, expected), troupe, trouble
    finally:
        engine.dispose()


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.once", description=__doc__)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--occurrences", type=int, default=300)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="postgres")
    parser.add_argument("--blind", action="store_true", help="without the scope that lets it look back")
    parser.add_argument("--trouble", type=float, default=1.0, help="how much of it; 0: none")
    parser.add_argument("--kill-every", type=float, default=4.0, help="seconds on average")
    parser.add_argument("--seconds", type=float, default=0.0, help="how long the window lasts")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds after it")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(words)


def main() -> None:
    """Play, print the figures, and end with 1 if anything was said twice, lost, or not told."""
    told = arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="once-")))
        url = f"sqlite:///{folder / 'usage.sqlite3'}"
        if told.database == "postgres":
            url = stack.enter_context(postgres.running(16))
        upgrade(url)
        tally, troupe, trouble = play(url, folder, told)
    print(f"{told.processes} processes on {told.database}, {'blind' if told.blind else 'may look back'}")  # noqa: T201
    print(f"killed {troupe.kills} times; trouble: {dict(sorted(trouble.happened.items()))}")  # noqa: T201
    print(asdict(tally))  # noqa: T201
    sys.exit(0 if (tally.honest if told.blind else tally.exact) else 1)


if __name__ == "__main__":
    main()
