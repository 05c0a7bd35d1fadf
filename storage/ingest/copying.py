"""Rows as the text that Postgres's COPY reads, made by whoever has time for it."""

from collections.abc import Sequence

Row = tuple[object, ...]
Rows = Sequence[Row] | bytes  # as such, or as COPY reads them

NULL = "\0N"  # no text holds U+0000, so nothing else becomes \N
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copied(rows: Sequence[Row]) -> bytes:
    """Numbers, texts and nothing (None), a line for each row."""
    if not rows:
        return b""
    # Written out, as a call for every cell would take longer than the rest.
    text = "\n".join(
        [
            "\t".join([NULL if cell is None else cell if type(cell) is str else str(cell) for cell in row])
            for row in rows
        ]
    )
    if not _is_plain(text, len(rows), len(rows[0])):
        text = "\n".join(["\t".join([_cell(cell).translate(ESCAPED) for cell in row]) for row in rows])
    return f"{text}\n".replace("\0", "\\").encode()


def _cell(cell: object) -> str:
    return NULL if cell is None else cell if type(cell) is str else str(cell)


def _is_plain(text: str, rows: int, columns: int) -> bool:
    """Whether no cell holds what separates cells and rows, or escapes."""
    breaks, tabs = text.count("\n"), text.count("\t")
    return breaks == rows - 1 and tabs == rows * (columns - 1) and "\\" not in text and "\r" not in text
