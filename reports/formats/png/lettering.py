"""Words for pictures: what the fonts can draw of them, how wide they are, how they are cut."""

import unicodedata
from functools import cache, lru_cache

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

from reports.formats.png.agg import POINTS, renderer

LATIN = "DejaVu Sans"  # comes with matplotlib, so that pictures are the same everywhere
OTHERS = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Noto Sans SC", "WenQuanYi Zen Hei")
UNDRAWABLE = "□"
LONGEST = 400  # characters; more than any line of a picture holds
CONTROL, MARKS, SYMBOLS = ("Cc", "Cf"), ("Mn", "Me", "Mc"), ("So", "Sk")  # Unicode categories


@cache
def _families() -> tuple[str, ...]:
    installed = {entry.name for entry in fontManager.ttflist}
    return (LATIN, *(name for name in OTHERS if name in installed))


@cache
def _drawable() -> frozenset[int]:
    fonts = (get_font(findfont(FontProperties(family=[name]))) for name in _families())
    return frozenset(code for found in fonts for code in found.get_charmap())


@cache
def font(size: float, bold: bool = False) -> FontProperties:
    """The font of all words, at a size in pixels."""
    return FontProperties(family=list(_families()), size=size * POINTS, weight="bold" if bold else "normal")


@lru_cache(maxsize=4096)
def width(text: str, size: float, bold: bool = False) -> float:
    """How many pixels wide a line of words is."""
    # A renderer of its own, because matplotlib's others are shared between threads.
    return float(renderer(1, 1).get_text_width_height_descent(text, font(size, bold), False)[0])


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Words as one drawable line: emoji by name, □ for letters that no font has, "–" for nothing."""
    line = " ".join(text[:LONGEST].split())
    return "".join(_drawn(letter) for letter in line).strip() or "–"


def _drawn(letter: str) -> str:
    kind, called = unicodedata.category(letter), unicodedata.name(letter, "")
    if kind in CONTROL or called.startswith("VARIATION SELECTOR"):
        return ""
    if ord(letter) in _drawable():
        return letter
    if kind in MARKS:
        return ""
    return f":{called.lower().replace(' ', '_')}:" if kind in SYMBOLS and called else UNDRAWABLE


def fitted(text: str, size: float, room: float, bold: bool = False) -> str:
    """Clean words that take at most `room` pixels, ended by "…" where they had to be cut."""
    line = clean(text)
    if width(line, size, bold) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if width(line[:middle].rstrip() + "…", size, bold) <= room:
            low = middle
        else:
            high = middle - 1
    return line[:low].rstrip() + "…"


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """Clean bold words in one or two lines of at most `room` pixels, the second cut where needed."""
    words = clean(text).split()
    first: list[str] = []
    while words and width(" ".join([*first, words[0]]), size, True) <= room:
        first.append(words.pop(0))
    if not first:
        return (fitted(" ".join(words), size, room, bold=True),)
    return (" ".join(first), fitted(" ".join(words), size, room, bold=True)) if words else (" ".join(first),)
