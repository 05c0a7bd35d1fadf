"""Fills a store with the sample data, the way any other events come in."""

import tempfile
from datetime import date, datetime, time
from pathlib import Path

from bot.demo_data import lines
from storage.ingest import Options, ingest, input_file
from storage.migrate import open_store


def fill(url: str, end: date) -> None:
    """Ingest 426 days of the two sample companies, the last of them being `end`."""
    engine = open_store(url)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "demo-data.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines(end))
            ingest(engine, [input_file(path)], lambda zone: datetime.combine(end, time.max, zone), Options())
    finally:
        engine.dispose()
