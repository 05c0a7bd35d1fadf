"""HTML that cannot be broken into: everything that is not already `Html` is text, and is escaped."""

from collections.abc import Iterable, Mapping
from html import escape

Attributes = Mapping[str, str | bool | None]

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_LINKABLE = ("http://", "https://", "mailto:")


class Html(str):
    """Markup that is safe to send as it stands; a plain `str` never is."""

    __slots__ = ()


def text(words: str) -> Html:
    """Words as they are, with nothing in them that a browser could take for markup."""
    return words if isinstance(words, Html) else Html(escape(words))


def joined(parts: Iterable[str | None]) -> Html:
    """Parts one after the other; plain ones are escaped, absent ones left out."""
    return Html("".join(text(part) for part in parts if part is not None))


def tag(name: str, attributes: Attributes | None = None, *children: str | None) -> Html:
    """One element. An attribute that is None or False is left out, True stands alone."""
    words = (_attribute(key, value) for key, value in (attributes or {}).items())
    opening = f"<{name}{''.join(words)}>"
    return Html(opening) if name in _VOID else Html(f"{opening}{joined(children)}</{name}>")


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {key}" if value is True else f' {key}="{escape(value)}"'


def link(address: str, label: str) -> Html:
    """A link that opens apart, or only its words when the address could run something."""
    if not address.lower().startswith(_LINKABLE):
        return text(label)
    return tag("a", {"href": address, "rel": "noopener noreferrer", "target": "_blank"}, label)
