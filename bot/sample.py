"""The sample data of the demo: a store of some weeks ago, and the steps from there to this moment."""

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo_data import lines
from storage.ingest import ingest, input_file
from storage.migrate import open_store

ZONE = ZoneInfo("America/New_York")  # of the larger of the two sample companies
DAYS = 42  # enough for both credit warnings and six weekly digests
LOOKS = (time(9), time(17), time(23, 59))  # when, on each of these days, what has happened is sent in
NAME = "%Y-%m-%dT%H%M"


@dataclass(frozen=True)
class Sample:
    """What `make` left in a folder: a store, and a file of lines for each step after it."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "store.sqlite3"

    def steps(self) -> Iterator[tuple[datetime, Path]]:
        """The moments in their order, each with the lines of what has happened since the one before."""
        for path in sorted(self.folder.glob("*.jsonl")):
            yield datetime.strptime(path.stem, NAME).replace(tzinfo=ZONE), path


def make(folder: Path, now: datetime) -> None:
    """Write 426 days of the two sample companies, the last of them being today, up to the present moment."""
    folder.mkdir()
    end = now.astimezone(ZONE)
    moments = list(_moments(end.date(), end))
    for look in moments:
        _path(folder, look).touch()
    for step, group in groupby(_happened(end), lambda line: _step(line, moments)):
        with _path(folder, step).open("a", encoding="utf-8") as file:
            file.writelines(text for _, text in group)
    past = _path(folder, None)
    engine = open_store(f"sqlite:///{Sample(folder).store}")
    try:
        ingest(engine, [input_file(past)], end.astimezone)
    finally:
        engine.dispose()
    past.unlink()


def _path(folder: Path, moment: datetime | None) -> Path:
    """Where the lines of a look stand, or those of all the time before."""
    return folder / (f"{moment.strftime(NAME)}.jsonl" if moment else "past.jsonl")


def _moments(today: date, now: datetime) -> Iterator[datetime]:
    """Every look of the last weeks, the last of them now."""
    for ago in range(DAYS, -1, -1):
        for look in LOOKS:
            moment = datetime.combine(today - timedelta(days=ago), look, ZONE)
            if moment < now:
                yield moment
    yield now


Line = tuple[datetime, str]


def _happened(now: datetime) -> Iterator[Line]:
    """The lines of what has happened by now; the rest of today is still to come."""
    for text in lines(now.date()):
        at = datetime.fromisoformat(json.loads(text)["at"])
        if at <= now:
            yield at, f"{text}\n"


def _step(line: Line, moments: list[datetime]) -> datetime | None:
    """The look that sends a line in; None for what is older than the first of the days."""
    if line[0] <= moments[0]:
        return None
    return moments[bisect_left(moments, line[0])]
