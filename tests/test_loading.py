"""What a command loads: no more than it works with, since all of it is waited for."""

import subprocess
import sys

from sqlalchemy import Engine

SAY = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from bot.__main__ import main
main()
"""
SLACK, DRAWING, UPGRADING = "slack_sdk", "matplotlib", "alembic"


def loaded(store: Engine, words: str) -> set[str]:
    """The packages that a command has loaded when it ends."""
    command = [sys.executable, "-c", SAY, *words.split()]
    settings = {"USAGE_DATABASE_URL": store.url.render_as_string()}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}


def test_a_report_on_a_terminal_loads_nothing_of_slacks_no_charts_and_no_migrations(store: Engine) -> None:
    found = loaded(store, "ask questions last-30d --today 2026-11-22")
    assert "sqlalchemy" in found
    assert not found & {SLACK, DRAWING, UPGRADING}


def test_help_loads_no_database(store: Engine) -> None:
    found = loaded(store, "--help")
    assert "typer" in found
    assert not found & {SLACK, DRAWING, UPGRADING, "sqlalchemy", "pydantic", "rich"}
