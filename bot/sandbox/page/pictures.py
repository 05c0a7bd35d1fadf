"""Pictures in blocks: a file of the workspace, never an address elsewhere."""

from typing import Any

from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.texts import cut, plain

Picture = dict[str, Any]


def picture(thing: Picture) -> Html:
    """A picture in full width, which opens enlarged; with its title above it where it has one."""
    alt = str(thing.get("alt_text", ""))
    address = _address(thing)
    if address is None:
        return elsewhere(alt)
    title = plain(thing.get("title"))
    caption = tag("figcaption", None, title) if title else None
    return tag("figure", {"class": "picture"}, caption, enlargeable(address, alt))


def small_picture(thing: Picture) -> Html:
    """A picture beside words: an icon in a context, or the accessory of a section."""
    alt = str(thing.get("alt_text", ""))
    address = _address(thing)
    return tag("img", {"src": address, "alt": alt, "class": "thumb"}) if address else elsewhere(alt)


def enlargeable(address: str, alt: str) -> Html:
    """A picture that is also the way to itself: the script opens it in a box, else the browser opens it."""
    way = {"href": address, "class": "enlarge", "aria-label": f"Enlarge picture: {cut(alt, 120)}"}
    return tag("a", way, tag("img", {"src": address, "alt": alt}))


def elsewhere(alt: str) -> Html:
    """A box for a picture on another host: this page asks nobody but its own workspace."""
    return tag("div", {"class": "unsupported"}, f"Picture from another address, not loaded here: {alt}")


def _address(thing: Picture) -> str | None:
    file = thing.get("slack_file") or {}
    # A file's private address ends in its id or in id/name, as Slack's own does.
    parts = [str(file.get("id", "")), *str(file.get("url", "")).split("/")]
    named = next((part for part in parts if part[:1] == "F" and part.isalnum()), None)
    return f"/page/files/{named}" if named else None
