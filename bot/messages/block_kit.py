"""Parts as Block Kit: the one place that escapes, truncates and knows the limits of Slack."""

from collections.abc import Iterable, Sequence

from bot.messages.message import Block
from reports.formats import text as words
from reports.numbers import MICRO, Credits, Rate
from reports.parts import Cell, Table

SECTION_TEXT = 3000
HEADER_TEXT = 150
FIELD_TEXT = 2000
FIELDS = 10
CONTEXT_TEXT = 3000
CONTEXT_ELEMENTS = 10
ALT_TEXT = 2000
BUTTON_TEXT = 75
OPTION_TEXT = 75
PLACEHOLDER = 150
OPTIONS = 100  # of a menu
TABLE_ROWS = 100  # beside the header
MESSAGE_CHARS = 12_000  # of all blocks of a message
TABLE_CHARS = 8000  # of them
SHOWN = ("text", "title", "caption", "alt_text", "label", "name", "x_label", "y_label")
CELL_TEXT = 200
PAGE = 10
ONE_PAGE = 15  # so many rows are shown at once rather than leaving the total for a second page
TEXT = 4000


def escape(text: str) -> str:
    """Text that cannot ping, link or break out of its block: Slack reads only these three characters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unmarked(text: str) -> str:
    """Text without the marks of a ping or a link, where nobody says whether Slack reads them."""
    return text.replace("<", "‹").replace(">", "›")


def cut(text: str, longest: int) -> str:
    """Text of at most so many characters, its end marked when it was longer."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def cut_escaped(text: str, longest: int) -> str:
    """Escaped text of at most so many characters, no entity cut in half."""
    return _whole_entities(cut(escape(text), longest))


def mrkdwn(text: str, longest: int = SECTION_TEXT) -> Block:
    """Text with Slack's own marks; whatever came from outside must be escaped before.

    Verbatim, or Slack would make links of addresses that stand in somebody's name.
    """
    return {"type": "mrkdwn", "text": _whole_entities(cut(text, longest)), "verbatim": True}


def _whole_entities(text: str) -> str:
    """A cut may leave half of an `&amp;`; the half goes, too."""
    head, mark, tail = text.rpartition("&")
    return head + "…" if mark and text.endswith("…") and ";" not in tail and len(tail) < 6 else text


def plain(text: str, longest: int) -> Block:
    return {"type": "plain_text", "text": cut(text, longest), "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def section(text: str) -> Block:
    """A paragraph that Slack does not fold; outside words in it are already escaped."""
    return {"type": "section", "text": mrkdwn(text), "expand": True}


def fields(texts: Sequence[str]) -> Block:
    """Short paragraphs in two columns, at most ten."""
    return {"type": "section", "fields": [mrkdwn(text, FIELD_TEXT) for text in texts[:FIELDS]]}


def context(texts: Iterable[str]) -> Block:
    """Small print; outside words in it are already escaped."""
    return {"type": "context", "elements": [mrkdwn(text, CONTEXT_TEXT) for text in texts][:CONTEXT_ELEMENTS]}


def actions(elements: Sequence[Block]) -> Block:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def row(block_id: str, elements: Sequence[Block]) -> Block:
    """A row of buttons and menus that says by its id what it belongs to."""
    return {**actions(elements), "block_id": block_id}


def button(text: str, action_id: str, value: str, label: str) -> Block:
    """A button; `label` is what a screen reader says, who does not see what stands around it."""
    return {
        "type": "button",
        "action_id": action_id,
        "text": plain(text, BUTTON_TEXT),
        "value": value,
        "accessibility_label": cut(label, BUTTON_TEXT),
    }


def option(text: str, value: str) -> Block:
    """One choice of a menu or a row of boxes."""
    return {"text": plain(text, OPTION_TEXT), "value": value}


def menu(action_id: str, name: str, options: Sequence[Block], chosen: str) -> Block:
    """A menu of at most a hundred options; a value that is none of them leaves it open, saying its name."""
    shown = list(options[:OPTIONS])
    begun = [each for each in shown if each["value"] == chosen][:1]
    block: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(name, PLACEHOLDER),
        "options": shown,
    }
    return {**block, "initial_option": begun[0]} if begun else block


def search_menu(action_id: str, name: str, chosen: Block | None) -> Block:
    """A menu whose options the bot gives to what is typed, and at once when it is opened."""
    block: Block = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(name, PLACEHOLDER),
        "min_query_length": 0,
    }
    return {**block, "initial_option": chosen} if chosen else block


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """What is rarely wanted, behind three dots."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def characters(value: object) -> int:
    """How many characters of all that is shown in blocks; Slack takes 12,000 in a message."""
    if isinstance(value, list):
        return sum(characters(each) for each in value)
    if not isinstance(value, dict):
        return 0
    own = sum(len(text) for name, text in value.items() if name in SHOWN and isinstance(text, str))
    return own + sum(characters(each) for each in value.values())


def image(file_id: str, alt: str) -> Block:
    """A picture that was uploaded and scanned."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": cut(alt, ALT_TEXT)}


def data_table(table: Table, room: int = TABLE_CHARS) -> tuple[Block, int]:
    """A table that people can sort and page through, and how many of its rows did not fit into the room.

    The room is counted in characters.
    """
    head = [_raw(heading) for heading in table.headings]
    last = [[_cell(value) for value in table.total]] if table.total else []
    room = min(room, TABLE_CHARS) - _size([head, *last])
    rows: list[list[Block]] = []
    for row in table.rows[: TABLE_ROWS - len(last)]:
        cells = [_cell(value) for value in row]
        room -= _size([cells])
        if room < 0:
            break
        rows.append(cells)
    block: Block = {
        "type": "data_table",
        "caption": cut(table.title, HEADER_TEXT),
        "rows": [head, *rows, *last],
        "page_size": len(rows) + len(last) if len(rows) <= ONE_PAGE else PAGE,
        "row_header_column_index": 0,
    }
    return block, len(table.rows) - len(rows)


def _size(rows: list[list[Block]]) -> int:
    return sum(len(cell["text"]) for row in rows for cell in row)


def _raw(text: str) -> Block:
    return {"type": "raw_text", "text": cut(text, CELL_TEXT) or words.ABSENT}


def _cell(value: Cell) -> Block:
    match value:
        case int():
            return {"type": "raw_number", "value": value, "text": words.cell(value)}
        case Credits():
            return {"type": "raw_number", "value": value.micro / MICRO, "text": words.cell(value)}
        case Rate() if value.fraction is not None:
            shown = float(round(value.fraction * 100, 4))
            return {"type": "raw_number", "value": shown, "text": words.cell(value)}
        case _:
            return _raw(words.cell(value))
