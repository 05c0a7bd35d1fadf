"""Buttons, overflow menus, feedback and icon buttons."""

from bot.sandbox.page.drawing import Drawer
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markup import Attributes, Html, joined, tag
from bot.sandbox.page.reader import Reader
from bot.sandbox.page.texts import plain, said
from bot.sandbox.state import Block

_ICONS = {"trash": "🗑"}


def asking(thing: Block) -> Attributes:
    """The attributes by which the page's script knows what was used, and what to ask first."""
    confirm = thing.get("confirm") or {}
    return {
        "data-act": str(thing.get("type", "")),
        "data-action-id": thing.get("action_id"),
        "data-confirm-title": plain(confirm.get("title")) or None,
        "data-confirm-text": plain(confirm.get("text")) or None,
        "data-confirm-yes": plain(confirm.get("confirm")) or None,
        "data-confirm-no": plain(confirm.get("deny")) or None,
        "data-confirm-style": confirm.get("style"),
    }


def _button(thing: Block, reader: Reader) -> Html:
    shown = {
        "class": f"button {thing.get('style', '')}".strip(),
        "aria-label": thing.get("accessibility_label"),
    }
    url = str(thing.get("url", ""))
    if url.startswith(("http://", "https://")):
        # Slack opens the address and tells the app about it, both.
        way = {"href": url, "rel": "noopener noreferrer", "target": "_blank"}
        return tag(
            "a", {**shown, **way, **asking(thing), "data-value": thing.get("value")}, plain(thing.get("text"))
        )
    attributes = {**shown, **asking(thing), "type": "button", "data-value": thing.get("value", "")}
    return tag("button", attributes, plain(thing.get("text")))


def _overflow(thing: Block, reader: Reader) -> Html:
    choices = (
        tag(
            "button",
            {**asking(thing), "type": "button", "data-value": str(option.get("value", ""))},
            said(option.get("text"), reader),
        )
        for option in thing.get("options", ())
    )
    shown = {"class": "button", "aria-label": "More actions", "data-action-id": thing.get("action_id")}
    dots = tag("summary", shown, "⋯")
    return tag("details", {"class": "menu"}, dots, tag("div", {"class": "menu-list"}, *choices))


def _feedback(thing: Block, reader: Reader) -> Html:
    sides = (("positive_button", "👍"), ("negative_button", "👎"))
    return joined(
        tag(
            "button",
            {
                **asking(thing),
                "type": "button",
                "class": "button quiet",
                "data-value": str((thing.get(side) or {}).get("value", "")),
                "aria-label": plain((thing.get(side) or {}).get("text")) or side.split("_")[0],
            },
            sign,
        )
        for side, sign in sides
    )


def _icon(thing: Block, reader: Reader) -> Html:
    sign = _ICONS.get(str(thing.get("icon")), emoji(f":{thing.get('icon')}:"))
    attributes = {
        **asking(thing),
        "type": "button",
        "class": "button quiet",
        "data-value": thing.get("value", ""),
        "aria-label": plain(thing.get("text")) or str(thing.get("icon")),
    }
    return tag("button", attributes, sign)


DRAWS: dict[str, Drawer] = {
    "button": _button,
    "workflow_button": _button,
    "overflow": _overflow,
    "feedback_buttons": _feedback,
    "icon_button": _icon,
}
