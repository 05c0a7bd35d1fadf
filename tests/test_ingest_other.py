"""The process that helps to take large files in: begun as fits its parent, and gone with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.checking import differences
from storage.engine import open_engine
from storage.ingest.halves import LARGE
from storage.ingest.other import THREADS
from storage.tables import events
from tests.ingest_lines import WORLD, question, rows, send, texts
from tests.processes import comes_true, gone

ROOT = Path(__file__).parents[1]
LINUX = pytest.mark.skipif(not THREADS.is_dir(), reason="how many threads there are is known on Linux")
BEGUN = """
import os, threading, time
from storage.engine import open_engine
from storage.ingest.other import Other
if __name__ == "__main__":
    if {threads}:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    with Other({own}) as other:
        print(other._context().get_start_method(), other.ask(os.getpid).result(), flush=True)
        time.sleep(60)
"""


OWN = "open_engine('sqlite:///s.db')"


def begun(tmp_path: Path, threads: int, own: str) -> tuple[subprocess.Popen[str], str, int]:
    """A process that has begun another: it, how, and the other's number."""
    script = tmp_path / "begun.py"
    script.write_text(BEGUN.format(threads=threads, own=own))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    with process.stdout as said:
        how, pid = said.readline().split()
    return process, how, int(pid)


@LINUX
@pytest.mark.parametrize(
    ("threads", "own", "expected"),
    [
        (0, "open_engine('sqlite:///s.db')", "fork"),
        (1, "open_engine('sqlite:///s.db')", "spawn"),
        (0, "", "spawn"),
    ],
)
def test_it_is_a_fork_only_where_no_thread_holds_a_lock_and_no_connection_is_open(
    tmp_path: Path, threads: int, own: str, expected: str
) -> None:
    process, how, other = begun(tmp_path, threads, own)
    assert how == expected
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    assert comes_true(lambda: gone(other))


def test_a_large_file_is_taken_by_the_command(database_url: str, tmp_path: Path) -> None:
    """As people type it: alone in its process, with a file as large as it takes to be halved."""
    engine = open_engine(database_url)
    send(engine, *WORLD)
    number = LARGE // len(texts([question("q-000000")])) + 1
    path = tmp_path / "large.jsonl"
    path.write_bytes(texts([question(f"q-{n:06}") for n in range(number)]))
    url = make_url(database_url).render_as_string(hide_password=False)
    command = [sys.executable, "-m", "bot", "ingest", str(path), "--today", "2026-11-30"]
    environment = {**os.environ, "USAGE_DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(rows(engine, events)) == number
    assert list(differences(engine, 1)) == []
    engine.dispose()
