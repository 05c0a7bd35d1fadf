"""Tables: the one that sorts and turns pages, and the plain one."""

from itertools import zip_longest

from bot.sandbox.page.blocks.rich_text import rich_text
from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.markup import Html, tag, text
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block

Row = list[Block]
NOTHING = "–"  # in a cell without a number


def _data_table(block: Block, reader: Reader) -> Html:
    head, *rows = block.get("rows") or [[]]
    numeric = [_is_number_column(rows, column) for column in range(len(head))]
    first = int(block.get("row_header_column_index", 0))
    body = (_body_row(row, numeric, first, reader) for row in rows)
    table = tag(
        "table",
        {"data-page-size": str(block.get("page_size", 5))},
        tag("caption", None, str(block.get("caption", ""))),
        tag("thead", None, tag("tr", None, *_headings(head, numeric, reader))),
        tag("tbody", None, *body),
    )
    return tag("div", {"class": "data-table"}, tag("div", {"class": "wide"}, table))


def _headings(head: Row, numeric: list[bool], reader: Reader) -> list[Html]:
    sign = tag("span", {"class": "sort-sign", "aria-hidden": "true"})
    return [
        tag(
            "th",
            {"scope": "col", "class": "number" if number else None},
            tag("button", {"type": "button", "class": "sort"}, _cell(cell, reader), sign),
        )
        for cell, number in zip(head, numeric, strict=True)
    ]


def _body_row(row: Row, numeric: list[bool], first: int, reader: Reader) -> Html:
    cells = (
        tag(
            "th" if column == first else "td",
            {
                "scope": "row" if column == first else None,
                "class": "number" if column < len(numeric) and numeric[column] else None,
                "data-value": str(cell["value"]) if "value" in cell else None,
            },
            _cell(cell, reader),
        )
        for column, cell in enumerate(row)
    )
    return tag("tr", None, *cells)


def _is_number_column(rows: list[Row], column: int) -> bool:
    cells = [row[column] for row in rows if column < len(row) and row[column].get("text") != NOTHING]
    return bool(cells) and all(cell.get("type") == "raw_number" for cell in cells)


def _table(block: Block, reader: Reader) -> Html:
    settings: list[Block | None] = block.get("column_settings") or []
    rows = (_plain_row(row, settings, reader) for row in block.get("rows", ()))
    return tag("div", {"class": "wide"}, tag("table", None, tag("tbody", None, *rows)))


def _plain_row(row: Row, settings: list[Block | None], reader: Reader) -> Html:
    pairs = list(zip_longest(row, settings[: len(row)]))
    cells = (tag("td", {"class": _align(setting)}, _cell(cell, reader)) for cell, setting in pairs)
    return tag("tr", None, *cells)


def _align(setting: Block | None) -> str | None:
    side = (setting or {}).get("align")
    return {"right": "number", "center": "middle"}.get(str(side))


def _cell(cell: Block, reader: Reader) -> Html:
    if cell.get("type") == "rich_text":
        return rich_text(cell, reader)
    return text(str(cell.get("text", cell.get("value", ""))))


DRAWS: dict[str, Drawer] = {"data_table": _data_table, "table": _table}
