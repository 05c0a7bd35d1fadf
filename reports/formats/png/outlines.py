"""Outlines and lines in pixels: rounded boxes, stripes, bends, arrows."""

from math import atan2, cos, hypot, pi, sin

from reports.formats.png.canvas import Path, Point

HEAD = 28
# Quarters of a circle, clockwise from the top left one, as steps right and down from its middle.
QUARTERS = tuple(
    tuple((cos(angle), sin(angle)) for angle in (pi + pi / 12 * (6 * turn + step) for step in range(7)))
    for turn in range(4)
)


def box(corner: Point, size: Point, radius: float = 0) -> Path:
    """A rectangle from its top left corner, with all four corners rounded."""
    (x, y), (w, h) = corner, size
    return (
        rounded(corner, size, (radius,) * 4) if radius else ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
    )


def rounded(corner: Point, size: Point, radii: tuple[float, float, float, float]) -> Path:
    """A rectangle with its own radius for each corner: top left, top right, bottom right, bottom left."""
    (x, y), (w, h) = corner, size
    points: list[Point] = []
    for turn, radius in enumerate(radii):
        r = max(0.0, min(radius, w / 2, h))
        cx = x + w - r if turn in (1, 2) else x + r
        cy = y + h - r if turn in (2, 3) else y + r
        points += [(cx + r * right, cy + r * down) for right, down in QUARTERS[turn]] if r else [(cx, cy)]
    return tuple(points)


def stripes(corner: Point, size: Point, gap: float) -> tuple[Path, ...]:
    """Rising diagonal lines over a rectangle, ended at its sides."""
    (x, y), (w, h) = corner, size
    found: list[Path] = []
    start = gap
    while start < w + h:
        low = (x + max(0.0, start - h), y + min(h, start))
        high = (x + min(w, start), y + max(0.0, start - w))
        found.append((low, high))
        start += gap
    return tuple(found)


def bent(corners: Path, radius: float) -> Path:
    """A line through its corners, each turned in a curve."""
    points = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        points += _turn(_toward(corner, before, radius), corner, _toward(corner, after, radius))
    return (*points, corners[-1])


def _toward(corner: Point, other: Point, radius: float) -> Point:
    length = hypot(other[0] - corner[0], other[1] - corner[1])
    part = min(radius, length / 2) / length if length else 0
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part


def _turn(start: Point, corner: Point, end: Point) -> list[Point]:
    steps = (step / 10 for step in range(11))
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * corner[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * corner[1] + t * t * end[1],
        )
        for t in steps
    ]


def swung(start: Point, end: Point) -> Path:
    """A curve that leaves and arrives horizontally, with room for the head of an arrow at its end."""
    last = max(end[0] - HEAD, start[0])
    middle = (start[0] + last) / 2
    points = []
    for step in range(25):
        t = step / 24
        across = start[0] * (1 - t) ** 3 + 3 * middle * t * (1 - t) + last * t**3
        points.append((across, start[1] + (end[1] - start[1]) * t * t * (3 - 2 * t)))
    return (*points, end)


def arrow(before: Point, tip: Point, size: float) -> Path:
    """The head of an arrow that points from `before` to `tip`."""
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    back = (tip[0] - size * cos(angle), tip[1] - size * sin(angle))
    side = (-sin(angle) * size * 0.55, cos(angle) * size * 0.55)
    return tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])
