"""`usagebot ingest`, `rebuild` and `check` as a person types them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from storage.tables import tallies
from tests.ingest_lines import WORLD, figures, question, session, tally, texts

Done = subprocess.CompletedProcess[bytes]
Usagebot = Callable[..., Done]
GOOD = texts([*WORLD, session(), question(session="s-1")])
TODAY = ("--today", "2026-12-01")


@pytest.fixture
def usagebot(database_url: str, tmp_path: Path) -> Usagebot:
    """The command line on a fresh database, in a folder with a good file."""
    (tmp_path / "good.jsonl").write_bytes(GOOD)

    def run(*words: str, stdin: bytes = b"", url: str = database_url) -> Done:
        command = (sys.executable, "-m", "bot", *words)
        surroundings = {**os.environ, "USAGE_DATABASE_URL": url}
        return subprocess.run(
            command, input=stdin, env=surroundings, capture_output=True, check=False, cwd=tmp_path
        )

    return run


def test_a_file_is_taken_and_the_receipt_says_so(usagebot: Usagebot, engine: Engine) -> None:
    done = usagebot("ingest", "good.jsonl", *TODAY)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "good.jsonl: 8 lines = 8 inserted\n"
    assert tally(engine, "question.asked") == {"": 1}


def test_standard_input_is_a_file_too(usagebot: Usagebot, engine: Engine) -> None:
    done = usagebot("ingest", "-", *TODAY, stdin=GOOD)
    assert done.stdout.decode() == "standard input: 8 lines = 8 inserted\n"
    header = b"id,source,at,org,project,user\nq-2,playerzero,2026-11-03T14:05:00Z,acme,pay,mira\n"
    assert usagebot("ingest", "-", "--kind", "question.asked", *TODAY, stdin=header).returncode == 0
    assert tally(engine, "question.asked") == {"": 2}


def test_the_receipt_as_json_adds_up_and_names_every_mistake(usagebot: Usagebot) -> None:
    wrong = texts([question("q-2", at="never"), question("q-1", origin="mcp")])
    done = usagebot("ingest", "good.jsonl", "-", "--json", *TODAY, stdin=texts([*WORLD]) + b"\n" + wrong)
    receipt = json.loads(done.stdout)
    assert done.returncode == 1
    assert (receipt["total"], receipt["inserted"], receipt["adds_up"]) == (16, 8, True)
    assert (receipt["duplicate"], receipt["rejected"], receipt["conflict"]) == (6, 1, 1)
    assert [(mistake["line"], mistake["code"]) for mistake in receipt["errors"]] == [(7, "E04"), (8, "E16")]
    assert [file["name"] for file in receipt["files"]] == ["good.jsonl", "standard input"]


def test_a_refused_file_exits_with_1_and_says_why(usagebot: Usagebot, engine: Engine) -> None:
    done = usagebot("ingest", "-", stdin=b"not a line of ours\n")
    assert done.returncode == 1
    assert "Refused, nothing of this file was written: 1 of 1 lines are wrong" in done.stdout.decode()
    assert "--allow-partial" in done.stdout.decode()
    assert figures(engine) == set()


def test_a_dry_run_says_that_nothing_was_kept(usagebot: Usagebot, engine: Engine) -> None:
    done = usagebot("ingest", "good.jsonl", "--dry-run", *TODAY)
    assert (done.returncode, "nothing was kept" in done.stdout.decode()) == (0, True)
    assert figures(engine) == set()


@pytest.mark.parametrize(
    ("today", "status"), [("2026-11-03", 0), ("2026-11-03T08:55", 0), ("2026-11-03T08:54", 1)]
)
def test_today_is_local_time_and_the_end_of_the_day_if_no_time_is_given(
    usagebot: Usagebot, today: str, status: int
) -> None:
    assert usagebot("ingest", "good.jsonl", "--today", today).returncode == status


@pytest.mark.parametrize(
    ("words", "status", "hint"),
    [
        (("ingest", "nothere.jsonl"), 1, "There is no file nothere.jsonl"),
        (("ingest", "good.jsonl", "--today", "tomorrow"), 2, "2026-12-01T09:00"),
        (("ingest", "-", "--kind", "question"), 1, "--kind question.asked"),
        (("check", "--org", "acne"), 1, "There is no organisation “acne”"),
    ],
)
def test_a_mistake_is_answered_with_its_cure(
    usagebot: Usagebot, words: tuple[str, ...], status: int, hint: str
) -> None:
    done = usagebot(*words)
    assert (done.returncode, done.stdout) == (status, b"")
    assert hint in " ".join(done.stderr.decode().replace("│", " ").split())


def test_check_finds_what_is_wrong_and_rebuild_mends_it(usagebot: Usagebot, engine: Engine) -> None:
    usagebot("ingest", "good.jsonl", *TODAY)
    assert usagebot("check").stdout.decode() == "acme: tallies equal events.\n"
    with engine.begin() as connection:
        connection.execute(update(tallies).where(tallies.c.dimension == "origin").values(events=7))
    wrong = usagebot("check")
    assert wrong.returncode == 1
    assert "“slack” on 2026-11-03, all projects: events say 1" in wrong.stdout.decode()
    assert usagebot("rebuild", "--org", "acme").returncode == 0
    assert usagebot("check").returncode == 0
