"""What a terminal gets besides a page: help, data, picture and CSV files; and whose report it is."""

import json
import re
import sys
from collections.abc import Iterable
from html import unescape
from pathlib import Path

from sqlalchemy import Engine

from bot import access
from bot.clock import Clock
from reports.formats import csv
from reports.formats import json as data_format
from reports.parts import Meter
from reports.report import Report
from storage.engine import reading
from storage.errors import StoreError
from storage.records import Organization
from storage.store import Store


def organization(store: Store, slug: str | None) -> Organization:
    """The organisation asked for; without a name the first one, saying that there are others."""
    slugs = store.slugs()
    if slug is None and len(slugs) > 1:
        print(f"Organisation: {slugs[0]} (also: {', '.join(slugs[1:])}; choose with --org)", file=sys.stderr)
        slug = slugs[0]
    return access.organization(store, slug)


def help_page(engine: Engine, slug: str | None, clock: Clock) -> None:
    """Print what can be asked, as `/usage help` says it."""
    from bot.messages.help import help_message

    with reading(engine) as connection:
        store = Store(connection)
        org = organization(store, slug)
        message = help_message(org, store.data_through(org.id, clock(org.time_zone)), "")
    for block in message.blocks:
        texts = [block["text"]] if "text" in block else block["elements"]
        print("\n".join(_plain(text["text"]) for text in texts), end="\n\n")


def _plain(mrkdwn: str) -> str:
    """Text without Slack's marks: links by their titles, entities as characters."""
    return unescape(re.sub(r"<[^|>]*\|([^>]*)>", r"\1", mrkdwn).replace("`", "").replace("*", ""))


def data(report: Report) -> None:
    """Print the report as JSON."""
    print(json.dumps(data_format.report(report), ensure_ascii=False, indent=2))


def pictures(report: Report, folder: Path) -> None:
    """Write each chart of the report into a folder, and say which."""
    from reports.formats.png import png  # matplotlib takes half a second to load

    for chart in report.charts:
        # A contract's card is about its whole term, whatever the report covers.
        drawn = png(chart, "" if isinstance(chart, Meter) else report.caption)
        _write(folder / f"{chart.key}.png", [drawn])


def csv_file(report: Report, folder: Path) -> None:
    """Write an export into a folder, and say where; the file is named by the day it counts up to."""
    encoded = (line.encode() for line in csv.lines(report, report.scope.as_of))
    _write(folder / csv.file_name(report.scope.today), encoded)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}. Name a folder that you may write to: --out charts"
        ) from None
    print(path, file=sys.stderr)
