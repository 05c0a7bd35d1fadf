"""The head of a picture: title, the small line below it, and a word at the right."""

from reports.formats.palette import INK, MUTED
from reports.formats.png.canvas import Label, Shape
from reports.formats.png.lettering import fitted, width

WIDE = 1600
PAD = 48
TITLE, SMALL = 44, 28
TITLE_LINE, SMALL_LINE = 90, 138


def head(title: str, subtitle: str, right: str = "") -> tuple[Shape, ...]:
    """Title and subtitle at the left; `right` ends at the right edge of the subtitle's line."""
    room = WIDE - 2 * PAD
    shapes: list[Shape] = [Label(fitted(title, TITLE, room, True), (PAD, TITLE_LINE), TITLE, INK, bold=True)]
    if right:
        shapes.append(Label(right, (WIDE - PAD, SMALL_LINE), SMALL, MUTED, align="right"))
    if subtitle:
        words = fitted(subtitle, SMALL, room - width(right, SMALL) - 40)
        shapes.append(Label(words, (PAD, SMALL_LINE), SMALL, MUTED))
    return tuple(shapes)
