"""The Markdown that Slack's markdown block draws: headings, lists, quotes, fences and emphasis."""

import re
from collections.abc import Iterator
from itertools import groupby

from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markup import Html, joined, link, tag, text

_INLINE = re.compile(
    r"`([^`\n]+)`|\*\*(?=\S)([^*\n]+)\*\*|\*(?=\S)([^*\n]+)\*|(?<!\w)_(?=\S)([^_\n]+)_(?!\w)|~~(?=\S)([^~\n]+)~~"
    r"|\[([^\]\n]+)\]\(([^()\s]+)\)"
)
_TAGS = (None, "strong", "em", "em", "del")
_KINDS = {
    "heading": re.compile(r"#{1,6} +"),
    "rule": re.compile(r"(?:-{3,}|\*{3,}|_{3,})\s*$"),
    "ul": re.compile(r"\s*[-*+] +"),
    "ol": re.compile(r"\s*\d{1,9}[.)] +"),
    "blockquote": re.compile(r"> ?"),
    "blank": re.compile(r"\s*$"),
}


def markdown(words: str) -> Html:
    """The words as HTML; raw HTML in them stays text."""
    parts = re.split(r"^```[^\n]*\n(.*?)^```[^\n]*$", words, flags=re.DOTALL | re.MULTILINE)
    return joined(
        tag("pre", None, part.rstrip("\n")) if index % 2 else joined(_lines(part.split("\n")))
        for index, part in enumerate(parts)
    )


def _lines(lines: list[str]) -> Iterator[Html]:
    for kind, group in groupby(lines, key=_kind):
        bare = [_KINDS[kind].sub("", line, count=1) if kind in _KINDS else line for line in group]
        match kind:
            case "heading":
                yield from (tag("h4", None, _inline(line)) for line in bare)
            case "ul" | "ol":
                yield tag(kind, None, *(tag("li", None, _inline(line)) for line in bare))
            case "blockquote":
                yield tag("blockquote", None, _broken(bare))
            case "rule":
                yield from (tag("hr") for _ in bare)
            case "paragraph":
                yield tag("p", None, _broken(bare))


def _kind(line: str) -> str:
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(line)), "paragraph")


def _broken(lines: list[str]) -> Html:
    return Html(tag("br").join(_inline(line) for line in lines))


def _inline(words: str) -> Html:
    parts: list[Html] = []
    end = 0
    for found in _INLINE.finditer(words):
        parts += [text(emoji(words[end : found.start()])), _piece(found)]
        end = found.end()
    return joined([*parts, text(emoji(words[end:]))])


def _piece(found: re.Match[str]) -> Html:
    code, *marked, label, address = found.groups()
    if code is not None:
        return tag("code", None, code)
    if address is not None:
        return link(address, emoji(label))
    name, inside = next((name, one) for name, one in zip(_TAGS[1:], marked, strict=True) if one is not None)
    return tag(str(name), None, _inline(inside))
