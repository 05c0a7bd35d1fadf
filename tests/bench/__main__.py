"""`python -m tests.bench`: prints the table of all measurements, and keeps it as JSON."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import answering, charts, clicking, drawing, files, ingesting, raw, sections, starting
from tests.bench.rows import Row, text, write
from tests.bench.store import FOLDER, postgres_store, say, sqlite_store

Measured = Callable[[], Iterator[Row]]
EVENTS, LARGE = 10_000_000, 30_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--events", type=int, default=EVENTS, help="how many events the store holds")
    parser.add_argument("--large", type=int, default=0, help="grow to so many events, and compare")
    parser.add_argument("--json", type=Path, default=FOLDER / "results.json", help="where to keep the rows")
    parser.add_argument(
        "--only", default="", help="stores, ingest, charts, drawing, files, start, answers, clicks"
    )
    chosen = parser.parse_args()
    say(f"a store of {chosen.events:,} events")
    store = sqlite_store(chosen.events)
    rows = list(_growth(store, chosen.large) if chosen.large else _all(store, chosen.only.split()))
    write(rows, chosen.events, chosen.json)
    print(text(rows))  # noqa: T201


def _all(store: str, only: list[str]) -> Iterator[Row]:
    parts: dict[str, Measured] = {
        "stores": lambda: _stores(store),
        "ingest": ingesting.rows,
        "charts": charts.rows,
        "drawing": lambda: drawing.rows(store),
        "files": files.rows,
        "start": lambda: starting.rows(store),
        "answers": lambda: answering.rows(store),
        "clicks": lambda: clicking.rows(store),
    }
    for name, measure in parts.items():
        if not only or name in only:
            say(f"measuring: {name}")
            yield from measure()


def _stores(store: str) -> Iterator[Row]:
    """The queries of reports, on both databases."""
    yield from sections.rows("SQLite", store)
    yield from raw.rows("SQLite", store)
    with postgres_store(store) as url:
        yield from sections.rows("Postgres", url)
        yield from raw.rows("Postgres", url)


def _growth(store: str, large: int) -> Iterator[Row]:
    """The same page on a store of more events; the two take turns, on Postgres one after the other."""
    say(f"a store of {large:,} events")
    larger = sqlite_store(large)
    yield from sections.growth("SQLite", store, larger)
    with postgres_store(store) as small, postgres_store(larger) as grown:
        yield from sections.growth("Postgres", small, grown)


if __name__ == "__main__":
    main()
