"""Timelines, contract cards and stage graphs as PNG pictures."""

from typing import assert_never

from reports.formats.png.canvas import Scene
from reports.formats.png.graph import graph
from reports.formats.png.meter import meter
from reports.formats.png.painting import painted
from reports.formats.png.timeline import timeline
from reports.parts import Graph, Meter, Timeline


def png(part: Timeline | Meter | Graph, subtitle: str = "") -> bytes:
    """The picture of a part, 1600 pixels wide, on its own opaque paper.

    `subtitle` is the small line that says what is covered. The same part gives the same bytes,
    in any thread; a valid part with any words and numbers in it gives a picture, never an error.
    """
    return painted(scene(part, subtitle))


def scene(part: Timeline | Meter | Graph, subtitle: str = "") -> Scene:
    """What the picture of a part is made of, before it is painted."""
    match part:
        case Timeline():
            return timeline(part, subtitle)
        case Meter():
            return meter(part, subtitle)
        case Graph():
            return graph(part, subtitle)
        case _:
            assert_never(part)
