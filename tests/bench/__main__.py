"""`python -m tests.bench`: prints the table of all measurements, and keeps it as JSON in .bench/."""

import argparse

from tests.bench import ingesting, sections
from tests.bench.rows import text, write
from tests.bench.store import FOLDER, postgres_store, say, sqlite_store


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--events", type=int, default=10_000_000, help="how many events the store holds")
    chosen = parser.parse_args()
    say(f"a store of {chosen.events:,} events")
    store = sqlite_store(chosen.events)
    rows = [*sections.rows("SQLite", store)]
    with postgres_store(store) as url:
        rows += sections.rows("Postgres", url)
    say("taking lines in")
    rows += ingesting.rows()
    write(rows, chosen.events, FOLDER / "results.json")
    print(text(rows))  # noqa: T201


if __name__ == "__main__":
    main()
