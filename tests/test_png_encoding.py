"""Our own PNG encoder: any reader sees the very pixels."""

from io import BytesIO

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reports.formats.png.encoding import encoded


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_a_reader_sees_the_pixels(width: int, height: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    picture = Image.open(BytesIO(encoded(pixels)))
    picture.load()
    assert (picture.mode, picture.format) == ("RGB", "PNG")
    assert (np.asarray(picture) == pixels).all()


def test_flat_colours_take_little_room() -> None:
    assert len(encoded(np.full((800, 1600, 3), 200, np.uint8))) < 30_000
