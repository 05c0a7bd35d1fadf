"""Rules between the fields of one block, by the block's or element's type; its shape is known to be right."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.block_check.shape import Look

Json = dict[str, Any]
Rule = Callable[["Look", Json, str], None]


def _chart(look: "Look", block: Json, pointer: str) -> None:
    chart = block["chart"]
    if chart["type"] == "pie":
        return
    categories = chart["axis_config"]["categories"]
    _unique(look, categories, f"{pointer}/chart/axis_config/categories")
    _unique(look, [series["name"] for series in chart["series"]], f"{pointer}/chart/series")
    for place, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            look.wrong("must have exactly one point per category", f"{pointer}/chart/series/{place}/data")


def _data_table(look: "Look", block: Json, pointer: str) -> None:
    rows = block["rows"]
    for place, row in enumerate(rows):
        if len(row) != len(rows[0]):
            look.wrong("all rows must have the same number of cells", f"{pointer}/rows/{place}")
    for place, cell in enumerate(rows[0]):
        if cell["type"] == "rich_text":
            look.wrong("header cells must be raw_text or raw_number", f"{pointer}/rows/0/{place}")
    if block.get("row_header_column_index", 0) >= len(rows[0]):
        look.wrong("must be the index of a column", f"{pointer}/row_header_column_index")


def _container(look: "Look", block: Json, pointer: str) -> None:
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        look.wrong("default_collapsed requires is_collapsible", pointer)
    if block.get("has_header_divider") and block.get("is_collapsible"):
        look.wrong("has_header_divider is only for a container that does not collapse", pointer)


def _task_card(look: "Look", block: Json, pointer: str) -> None:
    if block["status"] == "pending" and "/tasks/" not in pointer:
        look.wrong("a task_card on its own may not be pending", f"{pointer}/status")


def _actions(look: "Look", block: Json, pointer: str) -> None:
    named = [element["action_id"] for element in block["elements"] if "action_id" in element]
    _unique(look, named, f"{pointer}/elements", "`action_id` already exists")


def _options(look: "Look", element: Json, pointer: str) -> None:
    options = list(element.get("options", ()))
    for group in element.get("option_groups", ()):
        options += group["options"]
    first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    if any(option not in options for option in first):
        look.wrong("the initial option must be one of the options", pointer)


def _length(look: "Look", element: Json, pointer: str) -> None:
    if element.get("min_length", 0) > element.get("max_length", 3000):
        look.wrong("min_length must not be more than max_length", pointer)


def _unique(look: "Look", values: Iterable[str], pointer: str, what: str = "must be unique") -> None:
    values = list(values)
    if len(set(values)) != len(values):
        look.wrong(what, pointer)


RULES: dict[str, Rule] = {
    "data_visualization": _chart,
    "data_table": _data_table,
    "container": _container,
    "task_card": _task_card,
    "actions": _actions,
    "context_actions": _actions,
    "static_select": _options,
    "multi_static_select": _options,
    "radio_buttons": _options,
    "checkboxes": _options,
    "plain_text_input": _length,
}
