"""Rich text: what people write in Slack's own editor, and what apps write to be safe from marks."""

from bot.sandbox.page.dates import local_date
from bot.sandbox.page.drawing import Drawer, unsupported
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.markup import Html, joined, link, tag, text
from bot.sandbox.page.mrkdwn import channel_link, mention
from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Block

_STYLES = {"bold": "strong", "italic": "em", "strike": "del", "code": "code"}


def rich_text(block: Block, reader: Reader) -> Html:
    """The whole of a rich_text block or cell."""
    return joined(_part(part, reader) for part in block.get("elements", ()))


def _part(part: Block, reader: Reader) -> Html:
    match part.get("type"):
        case "rich_text_section":
            return tag("div", None, _pieces(part, reader))
        case "rich_text_quote":
            return tag("blockquote", None, _pieces(part, reader))
        case "rich_text_preformatted":
            return tag("pre", None, _pieces(part, reader))
        case "rich_text_list":
            kind = "ol" if part.get("style") == "ordered" else "ul"
            items = (tag("li", None, _pieces(item, reader)) for item in part.get("elements", ()))
            return tag(kind, {"class": f"indent-{int(part.get('indent', 0))}"}, *items)
    return unsupported("rich text", part)


def _pieces(part: Block, reader: Reader) -> Html:
    return joined(_piece(piece, reader) for piece in part.get("elements", ()))


def _piece(piece: Block, reader: Reader) -> Html:
    given = piece.get("style")
    styles = given if isinstance(given, dict) else {}
    shown = _bare(piece, reader)
    for style in styles:
        if styles[style] and style in _STYLES:
            shown = tag(_STYLES[style], None, shown)
    return shown


def _bare(piece: Block, reader: Reader) -> Html:
    match piece.get("type"):
        case "text":
            return Html(tag("br").join(text(line) for line in str(piece.get("text", "")).split("\n")))
        case "link":
            return link(str(piece.get("url", "")), str(piece.get("text") or piece.get("url", "")))
        case "user":
            return mention(f"@{reader.person(str(piece.get('user_id')))}")
        case "usergroup":
            return mention(f"@{piece.get('usergroup_id')}")
        case "broadcast":
            return mention(f"@{piece.get('range')}")
        case "channel":
            return channel_link(str(piece.get("channel_id")), reader)
        case "emoji":
            return text(emoji(f":{piece.get('name')}:"))
        case "date":
            form = str(piece.get("format", "{date}"))
            return text(
                local_date(str(piece.get("timestamp")), form, reader.zone) or str(piece.get("fallback", ""))
            )
        case "color":
            return tag("code", None, str(piece.get("value", "")))
    return unsupported("rich text", piece)


DRAWS: dict[str, Drawer] = {"rich_text": rich_text}
