"""Files that were shared in a message: pictures as pictures, others as cards to download."""

from bot.sandbox.page.markup import Html, tag, text
from bot.sandbox.page.pictures import enlargeable
from bot.sandbox.state import File

_PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))
_KILO = 1024


def picture_type(content: bytes) -> str | None:
    """The media type of a picture by its first bytes, whatever its name says; None for anything else."""
    return next((kind for start, kind in _PICTURES if content.startswith(start)), None)


def shared_file(file: File | None) -> Html:
    """A file under a message."""
    if file is None:
        return tag("div", {"class": "file gone"}, "This file was deleted.")
    title = file.title or file.name
    address = f"/page/files/{file.id}"
    if picture_type(file.content):
        caption = tag("figcaption", None, title)
        return tag("figure", {"class": "picture"}, caption, enlargeable(address, file.alt_txt or title))
    return _card(title, file, address)


def _card(title: str, file: File, address: str) -> Html:
    kind = file.name.rpartition(".")[2].upper()[:4]
    told = tag(
        "span", None, tag("strong", None, title), tag("small", None, f"{kind} · {size(len(file.content))}")
    )
    sign = tag("span", {"class": "file-kind", "aria-hidden": "true"}, kind)
    way = {"href": address, "download": file.name, "class": "file", "aria-label": f"Download {file.name}"}
    return tag("a", way, sign, told, tag("span", {"class": "file-down", "aria-hidden": "true"}, text("↓")))


def size(length: int) -> str:
    """A number of bytes as people read it."""
    if length < _KILO:
        return f"{length} bytes"
    return f"{length / _KILO:.1f} kB" if length < _KILO**2 else f"{length / _KILO**2:.1f} MB"
