"""Reading the page's HTML as a browser would, and refusing what no text may bring in."""

from html.parser import HTMLParser
from typing import Any

from hypothesis import strategies as st

VOID = {"br", "hr", "img", "input"}
MARKS = [
    *"<>&\"'`*_~|:@#!/\\\n= ",
    "```",
    "&lt;",
    "&gt;",
    "&amp;",
    "&#60;",
    "<@U1>",
    "<@U1|x>",
    "<#C1|x>",
    "<!channel>",
    "<!date^0^{date}^https://a.b|x>",
    "<!date^zz^{time}|x>",
    "<https://a.b|x>",
    "<javascript:alert(1)|x>",
    "https://a.b/c",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](https://a.b)",
    "<script>",
    "</script>",
    "</div>",
    '" onclick="x',
    "' onload='x",
    "-->",
    "]]>",
    "- ",
    "1. ",
    "# ",
    "a",
    "\u202e",
    "\x00",
]
hostile = st.lists(st.sampled_from(MARKS), max_size=25).map("".join) | st.text(max_size=60)


class Reading(HTMLParser):
    """What some HTML holds: elements with attributes, and words. Fails when tags do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag == "br":
            self.words += "\n"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("text became a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("text became a declaration")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("text became a declaration")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("text became an instruction")

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements and the names of their attributes, without anything a text could fill in."""
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]

    def values(self, attribute: str) -> list[str]:
        """What stands in all attributes of one name."""
        return [str(attributes[attribute]) for _, attributes in self.elements if attribute in attributes]


def filled(thing: Any, words: str) -> Any:
    """A copy of a block with every ☃ in it replaced."""
    match thing:
        case dict():
            return {key: filled(value, words) for key, value in thing.items()}
        case list():
            return [filled(value, words) for value in thing]
        case str():
            return thing.replace("☃", words)
    return thing
