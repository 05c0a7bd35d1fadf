"""A scene painted on paper, shape by shape."""

from collections.abc import Sequence
from itertools import chain
from sys import byteorder
from typing import Any, assert_never

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform
from numpy.typing import NDArray

from reports.formats.palette import PAPER
from reports.formats.png.agg import POINTS, renderer
from reports.formats.png.canvas import Areas, Label, Lines, Path, Scene
from reports.formats.png.encoding import encoded
from reports.formats.png.ink import ink
from reports.formats.png.lettering import width

IN_PIXELS = IdentityTransform()
BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}  # how much of a label's width is left of its point


def painted(scene: Scene) -> bytes:
    """The PNG of a scene, without alpha: Slack does not say whether its page is light or dark."""
    canvas = renderer(scene.width, scene.height)
    pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())
    pixels.view(np.uint32).fill(_pixel(PAPER, 255))
    for shape in scene.shapes:
        match shape:
            case Areas():
                _fill(shape, canvas)
            case Lines():
                _stroke(shape, canvas)
            case Label():
                _write(shape, canvas)
            case _:
                assert_never(shape)
    return encoded(pixels)


def _fill(areas: Areas, canvas: Any) -> None:
    pen = canvas.new_gc()
    pen.set_linewidth(0)
    pen.set_snap(False)
    canvas.draw_path(pen, _outline(areas.outlines, canvas.height), IN_PIXELS, to_rgb(areas.fill))


def _stroke(lines: Lines, canvas: Any) -> None:
    pen = canvas.new_gc()
    pen.set_foreground(lines.colour)
    pen.set_linewidth(lines.width * POINTS)
    if lines.dash:
        pen.set_dashes(0, [length * POINTS for length in lines.dash])
    canvas.draw_path(pen, _outline(lines.paths, canvas.height), IN_PIXELS)


def _write(label: Label, canvas: Any) -> None:
    """Words on whole pixels, so that the same ink fits everywhere."""
    kept = ink(label.text, label.size, label.bold)
    image = np.full((*kept.coverage.shape, 1), _pixel(label.colour, 0)).view(np.uint8)
    image[:, :, 3] = kept.coverage
    start = label.at[0] - BEFORE[label.align] * width(label.text, label.size, label.bold)
    bottom = canvas.height - round(label.at[1]) - kept.low
    canvas.draw_image(canvas.new_gc(), round(start) - kept.left, bottom, image)


def _outline(paths: Sequence[Path], height: int) -> Outline:
    """All paths as one, from the bottom, where Agg counts from."""
    sizes = np.fromiter(map(len, paths), int)
    points = np.fromiter(chain.from_iterable(chain.from_iterable(paths)), float).reshape(-1, 2)
    points[:, 1] = height - points[:, 1]
    codes = np.full(len(points), Outline.LINETO, Outline.code_type)
    codes[np.cumsum(sizes) - sizes] = Outline.MOVETO
    return Outline(points, codes)


def _pixel(colour: str, alpha: int) -> np.uint32:
    """A pixel in one piece: numpy fills these many times faster than four bytes each."""
    return np.uint32(int.from_bytes((*bytes.fromhex(colour[1:]), alpha), byteorder))
