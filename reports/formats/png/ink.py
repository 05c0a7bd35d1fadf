"""Words as the ink that they leave on paper: rendered once and kept, because pictures share most words."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from reports.formats.png.agg import renderer
from reports.formats.png.lettering import font, width

KEPT = 512  # lines of words, of five kilobytes each as a rule
ABOVE, BELOW, BESIDE = 1.25, 0.5, 0.25  # of their size: how far accents and tails leave the line of the words


@dataclass(frozen=True, eq=False)
class Ink:
    """How much of each pixel a line of words covers, 0 to 255, its lowest row first, as Agg has it.

    The words start `left` pixels from its left side, on a baseline `low` pixels above its lowest row.
    """

    coverage: NDArray[np.uint8]
    left: int
    low: int


@lru_cache(maxsize=KEPT)
def ink(text: str, size: float, bold: bool = False) -> Ink:
    """The ink of a line of words, their size in pixels."""
    left, low, high = ceil(size * BESIDE), ceil(size * BELOW), ceil(size * ABOVE)
    sheet = renderer(ceil(width(text, size, bold)) + 2 * left, low + high)
    sheet.draw_text(sheet.new_gc(), left, high, text, font(size, bold), 0)
    return Ink(np.asarray(sheet.buffer_rgba())[::-1, :, 3].copy(), left, low)
