"""Slack's mrkdwn as HTML: emphasis, code, quotes, links, mentions and dates."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from bot.sandbox.page.dates import local_date
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markup import Html, joined, link, tag, text
from bot.sandbox.page.reader import Reader

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_QUOTED = re.compile(r"^(?:>|&gt;) ?")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_EMPHASIS = {"*": "strong", "_": "em", "~": "del"}


def _marked(mark: str) -> str:
    # Inside stand whole <tokens>, whole `code`, or anything but the mark itself. Each character can be read
    # in one way only: two ways would let a hostile text take for ever.
    inside = rf"(?:<[^<>\n]*>|<(?![^<>\n]*>)|`[^`\n]+`|`(?![^`\n]+`)|[^{mark}\n`<])+?"
    return rf"(?<![\w{mark}])\{mark}(?=\S)({inside})(?<=\S)\{mark}(?![\w{mark}])"


_INLINE = re.compile(
    r"`([^`\n]+)`|<([^<>\n]+)>|"
    + "|".join(_marked(mark) for mark in _EMPHASIS)
    + r"|(https?://[^\s<>`]+[^\s<>`.,;:!?)*_~])"
)


def mrkdwn(words: str, reader: Reader) -> Html:
    """The words as Slack would show them; nothing in them can become other markup than Slack's own."""
    return joined(_fenced(words, reader))


def _fenced(words: str, reader: Reader) -> Iterator[Html]:
    for index, piece in enumerate(_FENCE.split(words)):
        if index % 2:
            yield tag("pre", None, _plain(piece))
        elif piece.strip("\n"):
            yield _lines(piece.strip("\n") if index else piece.rstrip("\n"), reader)


def _lines(words: str, reader: Reader) -> Html:
    parts: list[Html] = []
    for quoted, group in groupby(words.split("\n"), key=lambda line: bool(_QUOTED.match(line))):
        lines = [inline(_QUOTED.sub("", line) if quoted else line, reader) for line in group]
        shown = Html("<br>").join(lines)
        parts.append(tag("blockquote", None, Html(shown)) if quoted else Html(shown))
    return joined(parts)


def inline(words: str, reader: Reader) -> Html:
    """One line of mrkdwn, without quotes or fences."""
    parts: list[str] = []
    end = 0
    for found in _INLINE.finditer(words):
        parts.append(_plain(words[end : found.start()]))
        parts.append(_piece(found, reader))
        end = found.end()
    return joined([*parts, _plain(words[end:])])


def _piece(found: re.Match[str], reader: Reader) -> Html:
    code, token, bold, italic, struck, address = found.groups()
    if code is not None:
        return tag("code", None, text(_unescaped(code)))
    if token is not None:
        return _token(token, reader)
    if address is not None:
        return link(_unescaped(address), _unescaped(address))
    for name, inside in zip(_EMPHASIS.values(), (bold, italic, struck), strict=True):
        if inside is not None:
            return tag(name, None, inline(inside, reader))
    raise AssertionError(found)


def _token(token: str, reader: Reader) -> Html:
    target, _, label = token.partition("|")
    match target[:1]:
        case "@":
            return mention(f"@{reader.person(target[1:])}")
        case "#":
            return channel_link(target[1:], reader)
        case "!":
            return _special(target[1:], label, reader)
    address = _unescaped(target)
    if ":" not in address:
        return text(_unescaped(f"<{token}>"))
    return link(address, emoji(_unescaped(label or target)))


def _special(command: str, label: str, reader: Reader) -> Html:
    kind, _, rest = command.partition("^")
    if kind == "date":
        return _date(rest, label, reader.zone)
    return mention(_unescaped(label) if label else f"@{kind}")


def _date(rest: str, fallback: str, zone: str) -> Html:
    seconds, _, form = rest.partition("^")
    form, _, address = form.partition("^")
    shown = local_date(seconds, _unescaped(form), zone) or _unescaped(fallback)
    return link(_unescaped(address), shown) if address else text(shown)


def mention(words: str) -> Html:
    """A name that was called: a person, a group, or everybody."""
    return tag("span", {"class": "mention"}, words)


def channel_link(channel_id: str, reader: Reader) -> Html:
    """A channel that was named, as a way to go there."""
    if channel_id not in reader.channels:
        return mention(f"#{reader.channel(channel_id)}")
    return tag(
        "a", {"class": "mention", "href": f"/c/{channel_id}?as={reader.id}"}, f"#{reader.channel(channel_id)}"
    )


def _unescaped(words: str) -> str:
    # Slack escapes these three and no others: "&copy;" is six characters, not a sign.
    return _ENTITY.sub(lambda found: unescape(found[0]), words)


def _plain(words: str) -> Html:
    return text(emoji(_unescaped(words)))
