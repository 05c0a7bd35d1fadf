"""How long the command line takes to start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.company import LAST
from tests.bench.rows import Row
from tests.bench.timing import medians

ASK, HELP, ROUNDS = 1.3, 8.0, 15
USAGEBOT = str(Path(sys.executable).with_name("usagebot"))
REPORT = ("ask", "questions", "last-30d", "--today", str(LAST))
# At the end of a command, the modules that it has loaded from among the installed packages.
LOADED = """
import atexit, sys, sysconfig
def loaded():
    places = sysconfig.get_path("purelib"), sysconfig.get_path("platlib")
    print(*(name for name, module in sys.modules.items()
            if (getattr(module, "__file__", None) or "").startswith(places)), file=sys.stderr)
atexit.register(loaded)
from bot.__main__ import main
main()
"""
LOAD = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def rows(url: str) -> Iterator[Row]:
    """`usagebot ask` and `usagebot --help`, each a process of its own, as people type them."""
    environment = os.environ | {"USAGE_DATABASE_URL": url}
    commands = {
        "ask": (USAGEBOT, *REPORT),
        "libraries": (sys.executable, "-c", LOAD, *_libraries(environment)),
        "help": (USAGEBOT, "--help"),
        "pass": (sys.executable, "-c", "pass"),
    }
    start = partial(subprocess.run, env=environment, check=True, stdout=subprocess.DEVNULL)
    found = medians({name: partial(start, words) for name, words in commands.items()}, ROUNDS)
    what = "start: usagebot ask, beside Python importing the same libraries"
    yield Row(what, "SQLite", found["ask"], "ms", found["libraries"], ASK)
    yield Row("start: usagebot --help, beside python -c pass", "", found["help"], "ms", found["pass"], HELP)


def _libraries(environment: dict[str, str]) -> list[str]:
    """The modules of others that a report on a terminal loads, in the order in which it began with them."""
    command = (sys.executable, "-c", LOADED, *REPORT)
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stderr.splitlines()[-1].split()
