"""The box to type in, under a channel or a thread."""

from bot.sandbox.page.completion import completions
from bot.sandbox.page.markup import Attributes, Html, tag
from bot.sandbox.page.screen import Screen
from bot.sandbox.page.shortcuts import shortcut_menu

_LONGEST_MESSAGE = "12000"
_COMBOBOX: Attributes = {
    "id": "composer",
    "role": "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "completions",
    "aria-haspopup": "listbox",
}


def composer(screen: Screen, thread: str | None) -> Html:
    """A form that also works without scripts; commands are completed outside threads, where they can run."""
    hidden = {"person": screen.person.id, "channel": screen.channel.id, "thread": thread or ""}
    hint = "Reply…" if thread else f"Message {screen.title}, or type /"
    return tag(
        "form",
        {"class": "composer", "method": "post", "action": "/page/send"},
        None if thread else completions(screen),
        *(tag("input", {"type": "hidden", "name": name, "value": value}) for name, value in hidden.items()),
        tag(
            "textarea",
            {
                **_box(hint),
                **({"id": "reply"} if thread else _COMBOBOX),
                "autofocus": thread == screen.thread,
            },
        ),
        None if thread else shortcut_menu(screen),
        tag("button", {"type": "submit", "class": "send", "aria-label": "Send"}, _arrow()),
    )


def _box(hint: str) -> Attributes:
    return {
        "name": "text",
        "rows": "1",
        "maxlength": _LONGEST_MESSAGE,
        "required": True,
        "placeholder": hint,
        "aria-label": hint,
        "autocomplete": "off",
        "spellcheck": "false",
    }


def _arrow() -> Html:
    return tag(
        "svg",
        {"viewBox": "0 0 24 24", "aria-hidden": "true"},
        tag("path", {"d": "M3 4l18 8-18 8 3-8zM6 12h8"}),
    )
