"""A CSV file of a million ranked users, beside Python's csv writer alone and Postgres's COPY TO."""

import csv as plain_csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import psycopg

from reports.formats.csv import line
from tests.bench.peers import run_alone
from tests.bench.rows import Row
from tests.bench.store import FOLDER, POSTGRES, driver_url
from tests.postgres import running

USERS, ROUNDS = 1_000_000, 3
WRITER, COPY, MEMORY = 5.0, 0.15, 200.0
ROLES = ("Engineering", "QA", "Support", "Product")
Cells = tuple[int, str, str, str, int]


def users() -> Iterator[Cells]:
    """Ranked users as an export has them, one of them with a name that a spreadsheet would calculate."""
    for rank in range(1, USERS + 1):
        name = "=1+1" if rank == 7 else f"Person {rank:07}"
        yield rank, name, f"u{rank}@acme.test", ROLES[rank % len(ROLES)], USERS - rank


def ours(path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(line(cells).encode() for cells in users())


def theirs(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        plain_csv.writer(file).writerows(users())


def main() -> None:
    """Write one file, and print the seconds that took and the most memory held, in MB."""
    start = time.perf_counter()
    {"ours": ours, "theirs": theirs}[sys.argv[1]](Path(sys.argv[2]))
    spent = time.perf_counter() - start
    print(json.dumps([spent, _most_memory()]))  # noqa: T201


def _most_memory() -> float:
    """The most that this process held, in MB: getrusage counts also what the one that started it held."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return getrusage(RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def rows() -> Iterator[Row]:
    """Each file is written by a process of its own, in turns."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / "users.csv"
    spent: dict[str, list[float]] = {"ours": [], "theirs": [], "copy": []}
    memory = 0.0
    with running(POSTGRES) as server, psycopg.connect(driver_url(server)) as connection:
        _fill(connection)
        for _ in range(ROUNDS):
            for name in ("ours", "theirs"):
                seconds, held = run_alone("tests.bench.files", name, path)
                spent[name].append(seconds)
                memory = max(memory, held if name == "ours" else 0.0)
            spent["copy"].append(_copy(connection, path))
    path.unlink()
    mine, writer, copy = (sorted(each)[ROUNDS // 2] for each in spent.values())
    what = f"CSV of {USERS:,} ranked users"
    yield Row(f"{what}, beside Python's csv writer alone", "", mine, "s", writer, WRITER)
    rate, copied = USERS / mine, USERS / copy
    yield Row(f"{what}, beside COPY TO", "Postgres", rate, "lines/s", copied, COPY, at_least=True)
    yield Row(f"{what}, most memory", "", memory, "MB", limit=MEMORY)


def _fill(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.execute("CREATE TABLE ranked (rank int, name text, email text, role text, questions int)")
    with connection.cursor().copy("COPY ranked FROM STDIN") as into:
        for cells in users():
            into.write_row(cells)


def _copy(connection: psycopg.Connection[tuple[object, ...]], path: Path) -> float:
    start = time.perf_counter()
    with path.open("wb") as file, connection.cursor().copy("COPY ranked TO STDOUT (FORMAT csv)") as out:
        for block in out:
            file.write(block)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
