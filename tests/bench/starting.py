"""How long the command line takes to start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from tests.bench.company import LAST
from tests.bench.rows import Row
from tests.bench.timing import medians

ASK, HELP, ROUNDS = 1.3, 8.0, 15
# What a report is made with, whatever is written around it.
LIBRARIES = (
    "import sqlalchemy, sqlalchemy.dialects.sqlite, pydantic_settings, typer, rich.console, rich.table"
)
LIBRARIES += ", rich.markdown, babel.numbers, alembic.script, alembic.runtime.migration"


def rows(url: str) -> Iterator[Row]:
    """`usagebot ask` and `usagebot --help`, each a process of its own, as people type them."""
    environment = os.environ | {"USAGE_DATABASE_URL": url}
    command = (sys.executable, "-m", "bot")
    commands = {
        "ask": (*command, "ask", "questions", "last-30d", "--today", str(LAST)),
        "libraries": (sys.executable, "-c", LIBRARIES),
        "help": (*command, "--help"),
        "pass": (sys.executable, "-c", "pass"),
    }
    start = partial(subprocess.run, env=environment, check=True, stdout=subprocess.DEVNULL)
    found = medians({name: partial(start, words) for name, words in commands.items()}, ROUNDS)
    what = "start: usagebot ask, beside Python importing the same libraries"
    yield Row(what, "SQLite", found["ask"], "ms", found["libraries"], ASK)
    yield Row("start: usagebot --help, beside python -c pass", "", found["help"], "ms", found["pass"], HELP)
