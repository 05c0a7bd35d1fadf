"""Fields to fill in: dates, times, words, numbers and files."""

from bot.sandbox.page.dates import moment
from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.elements.buttons import asking
from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.texts import plain
from bot.sandbox.state import Block

_KINDS = {
    "datepicker": ("date", "initial_date", "Date"),
    "timepicker": ("time", "initial_time", "Time"),
    "number_input": ("number", "initial_value", "Number"),
    "email_text_input": ("email", "initial_value", "E-mail address"),
    "url_text_input": ("url", "initial_value", "Address"),
    "plain_text_input": ("text", "initial_value", "Text"),
    "file_input": ("file", "", "File"),
}


def _field(thing: Block, reader: Reader) -> Html:
    kind, initial, label = _KINDS[str(thing["type"])]
    hint = plain(thing.get("placeholder"))
    attributes = {**asking(thing), "class": "field", "aria-label": hint or label, "placeholder": hint or None}
    value = str(thing.get(initial, ""))
    if thing.get("multiline"):
        return tag("textarea", {**attributes, "rows": "3"}, value)
    return tag("input", {**attributes, "type": kind, "value": value or None})


def _moment(thing: Block, reader: Reader) -> Html:
    seconds = thing.get("initial_date_time")
    value = f"{moment(str(seconds), reader.zone):%Y-%m-%dT%H:%M}" if seconds else None
    attributes = {"type": "datetime-local", "class": "field", "aria-label": "Date and time", "value": value}
    return tag("input", {**asking(thing), **attributes})


DRAWS: dict[str, Drawer] = {**dict.fromkeys(_KINDS, _field), "datetimepicker": _moment}
