"""Menus to choose from: select menus of every source, check boxes and radio buttons."""

from collections.abc import Iterable

from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.elements.buttons import asking
from bot.sandbox.page.markup import Html, joined, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.texts import plain, said
from bot.sandbox.state import Block

Choice = tuple[str, str]  # value, words


def _select(thing: Block, reader: Reader) -> Html:
    groups = thing.get("option_groups") or [{"options": thing.get("options", ())}]
    chosen = _initial(thing)
    if chosen and not any(group.get("options") for group in groups):
        groups = [{"options": [thing.get("initial_option") or {}, *thing.get("initial_options", ())]}]
    return _menu(thing, joined(_group(group, chosen) for group in groups), chosen)


def _people(thing: Block, reader: Reader) -> Html:
    chosen = {str(thing.get("initial_user", "")), *thing.get("initial_users", ())}
    return _menu(thing, _options(reader.people.items(), chosen), chosen & reader.people.keys())


def _places(thing: Block, reader: Reader) -> Html:
    given = ("channel", "conversation")
    chosen = {str(thing.get(f"initial_{one}", "")) for one in given}
    chosen |= {each for one in given for each in thing.get(f"initial_{one}s", ())}
    places = ((key, f"# {name}") for key, name in reader.channels.items())
    return _menu(thing, _options(places, chosen), chosen & reader.channels.keys())


def _menu(thing: Block, options: Html, chosen: set[str]) -> Html:
    hint = plain(thing.get("placeholder")) or "Choose"
    several = str(thing.get("type", "")).startswith("multi_")
    first = None if several else tag("option", {"value": "", "disabled": True, "selected": not chosen}, hint)
    attributes = {**asking(thing), "class": "select", "multiple": several, "aria-label": hint}
    return tag("select", attributes, first, options)


def _group(group: Block, chosen: set[str]) -> Html:
    pairs = [
        (str(each.get("value", "")), plain(each.get("text"))) for each in group.get("options", ()) if each
    ]
    options = _options(pairs, chosen)
    label = plain(group.get("label"))
    return tag("optgroup", {"label": label}, options) if label else options


def _options(choices: Iterable[Choice], chosen: set[str]) -> Html:
    return joined(
        tag("option", {"value": value, "selected": value in chosen}, words) for value, words in choices
    )


def _initial(thing: Block) -> set[str]:
    options = [thing.get("initial_option"), *thing.get("initial_options", ())]
    return {str(option.get("value", "")) for option in options if option}


def _boxes(thing: Block, reader: Reader) -> Html:
    kind = "radio" if thing.get("type") == "radio_buttons" else "checkbox"
    chosen = _initial(thing)
    rows = (
        _box(option, kind, str(option.get("value", "")) in chosen, reader)
        for option in thing.get("options", ())
    )
    return tag("fieldset", {**asking(thing), "class": "boxes"}, *rows)


def _box(option: Block, kind: str, checked: bool, reader: Reader) -> Html:
    about = said(option.get("description"), reader)
    box = tag("input", {"type": kind, "value": str(option.get("value", "")), "checked": checked})
    small = tag("small", None, about) if about else None
    return tag("label", None, box, tag("span", None, said(option.get("text"), reader), small))


def _typed(thing: Block, reader: Reader) -> Html:
    """A field that asks the app what fits what is typed; the page's script shows the offers under it."""
    begun = thing.get("initial_option") or {}
    hint = plain(thing.get("placeholder")) or "Type to search"
    field = {
        **asking(thing),
        "type": "text",
        "class": "select",
        "role": "combobox",
        "aria-label": hint,
        "aria-expanded": "false",
        "aria-autocomplete": "list",
        "placeholder": hint,
        "autocomplete": "off",
        "value": plain(begun.get("text")) or None,
        "data-value": str(begun.get("value", "")),
        "data-least": str(thing.get("min_query_length", 3)),
    }
    offers = tag("ul", {"role": "listbox", "class": "menu-list", "hidden": True, "aria-label": hint})
    return tag("span", {"class": "typed"}, tag("input", field), offers)


DRAWS: dict[str, Drawer] = {
    "static_select": _select,
    "multi_static_select": _select,
    "external_select": _typed,
    "multi_external_select": _select,
    "users_select": _people,
    "multi_users_select": _people,
    "channels_select": _places,
    "multi_channels_select": _places,
    "conversations_select": _places,
    "multi_conversations_select": _places,
    "checkboxes": _boxes,
    "radio_buttons": _boxes,
}
