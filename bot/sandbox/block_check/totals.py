"""What a message may hold in all: charts, tables, and characters."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.block_check.shape import SHAPES
from bot.sandbox.errors import SlackError

Json = dict[str, Any]
MOST: dict[str, int] = SHAPES["message"]
# The fields whose strings are shown or read out; ids, values and addresses are not counted.
SHOWN = ("text", "title", "caption", "alt_text", "label", "name", "categories", "x_label", "y_label")


def walk(value: Any, pointer: str) -> Iterator[tuple[str, Json]]:
    """Every object below, itself included, with its JSON pointer."""
    if isinstance(value, dict):
        yield pointer, value
        for name, field in value.items():
            yield from walk(field, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from walk(item, f"{pointer}/{place}")


def over_budget(blocks: list[Json]) -> list[str]:
    """What is too much in this message. Raises `msg_blocks_too_long` for its characters in all."""
    kinds: dict[str, list[Json]] = {}
    for _, block in walk(blocks, "/blocks"):
        kinds.setdefault(str(block.get("type")), []).append(block)
    charts = kinds.get("data_visualization", [])
    tables = kinds.get("data_table", []) + kinds.get("table", [])
    written = sum(len(str(block.get("text"))) for block in kinds.get("markdown", []))
    counts = (
        (len(charts), MOST["charts"], "data_visualization blocks"),
        (len(tables), MOST["tables"], "tables"),
        (characters(tables), MOST["table_characters"], "characters in tables"),
        (written, MOST["markdown_characters"], "characters in markdown blocks"),
    )
    messages = [
        f"[ERROR] no more than {most} {what} allowed in a message [json-pointer:/blocks]"
        for count, most, what in counts
        if count > most
    ]
    if not messages and characters(blocks) > MOST["characters"]:
        raise SlackError("msg_blocks_too_long")
    return messages


def characters(value: Any) -> int:
    """How many characters of text are shown in here."""
    count = 0
    for _, shape in walk(value, ""):
        for name in SHOWN:
            field = shape.get(name)
            if isinstance(field, str):
                count += len(field)
            elif isinstance(field, list):
                count += sum(len(item) for item in field if isinstance(item, str))
    return count
