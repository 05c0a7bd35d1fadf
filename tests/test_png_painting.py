"""Painting: every pixel is where the scene says, in any process, and words are whole wherever they stand."""

import os
import subprocess
import sys
from io import BytesIO
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from reports.formats.palette import BLUE, GRID, PAPER, RED
from reports.formats.png.canvas import Areas, Label, Lines, Scene, Shape
from reports.formats.png.ink import ink
from reports.formats.png.outlines import box
from reports.formats.png.painting import painted

Align = Literal["left", "center", "right"]
WIDE, HIGH = 300, 200
ANOTHER_PROCESS = """
from hashlib import sha256
from tests.test_png import days
from reports.formats.png import png
print(sha256(png(days(Execute=5, Explain=7, Debug=2), "All Projects")).hexdigest())
"""


def pixels(*shapes: Shape) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(painted(Scene(WIDE, HIGH, shapes)))))


def seen(picture: NDArray[np.uint8], colour: str) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = (picture == tuple(bytes.fromhex(colour[1:]))).all(axis=2)
    return same


def inked(picture: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not paper."""
    rows, columns = np.nonzero(~seen(picture, PAPER))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@given(st.integers(0, 250), st.integers(0, 150), st.integers(1, 50), st.integers(1, 50))
def test_a_box_covers_its_own_pixels_and_no_other(left: int, top: int, wide: int, high: int) -> None:
    picture = pixels(Areas((box((left, top), (wide, high)),), BLUE))
    assert inked(picture) == (left, top, left + wide, top + high)
    assert seen(picture, BLUE).sum() == wide * high


def test_later_shapes_lie_over_earlier_ones() -> None:
    picture = pixels(
        Areas((box((10, 10), (30, 30)), box((60, 10), (30, 30))), BLUE),
        Lines((((0, 20), (WIDE, 20)),), GRID, 2),
        Areas((box((60, 10), (30, 30)),), RED),
    )
    assert seen(picture, BLUE).sum() == 30 * 30 - 30 * 2
    assert seen(picture, GRID).sum() == (WIDE - 30) * 2
    assert seen(picture, RED).sum() == 30 * 30


def test_a_dash_is_as_long_as_it_says() -> None:
    picture = pixels(Lines((((0, 50), (200, 50)),), BLUE, 2, (15, 10)))
    assert seen(picture, BLUE)[50, :50].tolist() == ([True] * 15 + [False] * 10) * 2


def test_shapes_without_anything_in_them_leave_the_paper_as_it_is() -> None:
    assert seen(pixels(Areas((), BLUE), Lines((), BLUE, 2), Label(" ", (50, 50), 28)), PAPER).all()


@given(st.floats(20, 120), st.floats(40, 190))
def test_words_look_the_same_wherever_they_stand(x: float, y: float) -> None:
    left, top, right, bottom = inked(here := pixels(Label("Query 7", (x, y), 28)))
    other = inked(there := pixels(Label("Query 7", (20, 40), 28)))
    assert (here[top:bottom, left:right] == there[other[1] : other[3], other[0] : other[2]]).all()
    assert abs(left - other[0] - (x - 20)) <= 0.5
    assert abs(top - other[1] - (y - 40)) <= 0.5


@pytest.mark.parametrize(
    ("align", "start", "end"), [("left", 150, 230), ("center", 110, 190), ("right", 70, 150)]
)
def test_words_stand_at_their_point(align: Align, start: int, end: int) -> None:
    left, _, right, _ = inked(pixels(Label("HHHH", (150, 100), 28, align=align)))
    assert abs(left - start) <= 6
    assert abs(right - end) <= 6


@given(st.text("ÀÉÎÕÜǺŮçgjpqyŢ|[]{}f", min_size=1, max_size=9), st.sampled_from([21, 28, 44]), st.booleans())
def test_accents_and_tails_are_whole(text: str, size: int, bold: bool) -> None:
    coverage = ink(text, size, bold).coverage
    assert coverage.any()
    assert not coverage[[0, -1], :].any()
    assert not coverage[:, [0, -1]].any()


def test_another_process_draws_the_same_bytes() -> None:
    drawn = [
        subprocess.run(
            [sys.executable, "-c", ANOTHER_PROCESS],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert drawn[0] == drawn[1] != ""
