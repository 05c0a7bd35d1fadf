"""Fills a store with the sample data, the way any other events come in."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo_data import lines
from storage.ingest import ingest, input_file
from storage.migrate import open_store


def fill(url: str, now: datetime) -> None:
    """Ingest 426 days of the two sample companies, the last of them being today, up to the present moment."""
    engine = open_store(url)
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "demo-data.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(_happened(now))
            ingest(engine, [input_file(path)], now.astimezone)
    finally:
        engine.dispose()


def _happened(now: datetime) -> Iterator[str]:
    """The lines of what has happened by now; the rest of today is still to come."""
    for line in lines(now.date()):
        if datetime.fromisoformat(json.loads(line)["at"]) <= now:
            yield f"{line}\n"
