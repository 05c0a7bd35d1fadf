"""How deliveries are shown on a terminal: as a table, as data, as the message that was sent."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table as Grid

from bot.jobs import contents
from bot.messages.message import Message
from storage.deliveries import Delivery
from storage.errors import StoreError
from storage.records import Organization

WIDE = 200  # characters; a terminal that is narrower folds, a pipe gets whole lines
HEADINGS = ("N", "What", "To", "Due", "Outcome", "Sent", "Claimed by", "Where, or why not")


def data(found: Sequence[Delivery]) -> str:
    """Deliveries as JSON, moments in UTC; the facts are left out, `deliveries show` tells them."""
    return json.dumps([_record(each) for each in found], ensure_ascii=False, indent=2)


def _record(delivery: Delivery) -> dict[str, Any]:
    record = {name: value for name, value in asdict(delivery).items() if name != "facts"}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in record.items()
    }


def table(found: Sequence[Delivery], org: Organization) -> str:
    """Deliveries for a person, moments in the organisation's zone."""
    if not found:
        return f"For {org.name}, nothing was said unasked yet. In Slack: /usage subscribe weekly mon 09:00"
    grid = Grid(title=f"Deliveries of {org.name}, {org.time_zone}", title_justify="left")
    for heading in HEADINGS:
        grid.add_column(heading, justify="right" if heading == "N" else "left", overflow="fold")
    for each in found:
        grid.add_row(*_row(each, org.time_zone))
    return _plain(grid)


def _row(each: Delivery, zone: str) -> tuple[str, ...]:
    where = " ".join(text for text in (each.permalink or each.message_ts, each.error) if text)
    return (
        str(each.id),
        f"{each.kind}\n{each.key}",
        each.destination,
        _moment(each.due_at, zone),
        each.status,
        _moment(each.sent_at, zone),
        each.claimed_by or "–",
        where or "–",
    )


def _moment(at: datetime | None, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if at else "–"


def _plain(grid: Grid) -> str:
    console = Console(file=StringIO(), width=WIDE, highlight=False, markup=False)
    console.print(grid)
    return str(console.file.getvalue()).rstrip()  # type: ignore[attr-defined]


def page(delivery: Delivery, org: Organization) -> str:
    """What a delivery says, under a line on what became of it. Raises `StoreError` if it cannot be read."""
    row = _row(delivery, org.time_zone)
    head = f"Delivery {row[0]} ({delivery.kind} {delivery.key}) to {row[2]}, due {row[3]}: {row[4]} {row[5]}"
    said = _said(delivery).text if delivery.facts else "Not counted yet."
    return "\n".join([head, f"  {row[7]}", "", said])


def write(delivery: Delivery, folder: Path) -> None:
    """Write its message as JSON, its pictures and its file into a folder. Raises `StoreError`."""
    message = _said(delivery)
    blocks = {"text": message.text, "blocks": message.blocks}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "message.json").write_text(
            json.dumps(blocks, ensure_ascii=False, indent=2), encoding="utf-8"
        )
        for image in message.images:
            (folder / image.name).write_bytes(image.draw())
        if file := contents.file(delivery):
            with (folder / file[0]).open("w", encoding="utf-8", newline="") as opened:
                opened.writelines(file[1])
    except OSError as error:
        raise StoreError(f"{folder} cannot be written ({error.strerror}). Choose another folder.") from None


def _said(delivery: Delivery) -> Message:
    try:
        return contents.message(delivery)
    except ValueError as error:
        raise StoreError(str(error)) from None
