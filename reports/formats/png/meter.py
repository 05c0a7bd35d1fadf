"""A contract card as a bar: how much of a limit is used, with what is over it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.formats.palette import AMBER, BLUE, FAINT, INK, MUTED, PAPER, RED, TRACK
from reports.formats.png.canvas import Areas, Label, Lines, Scene, Shape, flat
from reports.formats.png.head import PAD, TITLE, TITLE_LINE, WIDE
from reports.formats.png.lettering import fitted, width
from reports.formats.png.outlines import box, rounded, stripes
from reports.numbers import Credits, credits
from reports.parts import Level, Meter

FILLS = {Level.OK: BLUE, Level.WARNING: AMBER, Level.OVER: RED}
WORDS = {Level.OK: PAPER, Level.WARNING: INK, Level.OVER: PAPER}  # on the fill, at least 4.5:1
MAIN, SMALL = 36, 28
TOP, THICK = 176, 64
LENGTH = WIDE - 2 * PAD
LEAST_OVERFLOW = 16
APART = 100  # pixels; closer ticks would have their words on each other
NARROWEST = 170  # a limit marked nearer to the left than this would have no room for its words


@dataclass(frozen=True)
class Bar:
    """The bar's marks, in pixels from its left end."""

    used: float
    warning: float
    limit: float

    @property
    def over(self) -> float:
        return max(0.0, self.used - self.limit)


def bar(part: Meter) -> Bar:
    """The limit is the right end until it is passed; then the use is, and what is over can always be seen."""
    used, limit = max(part.used.micro, 0), max(part.limit.micro, 0)
    if used <= limit:
        return Bar(LENGTH * (used / limit) if limit else 0, LENGTH * 0.9, LENGTH)
    end = min(max(LENGTH * (limit / used), NARROWEST), LENGTH - LEAST_OVERFLOW)
    return Bar(LENGTH, end * 0.9, end)


def meter(part: Meter, subtitle: str = "") -> Scene:
    """Title and level, the main line, the bar with its 90 % and 100 % ticks, the other lines below."""
    main, rest = part.lines[:1], (*_explained(part), *([subtitle] if subtitle else []))
    marks = bar(part)
    return Scene(
        WIDE,
        TOP + THICK + 96 + 44 * len(rest),
        flat(
            [
                _title(part),
                _main(part, main, marks),
                _fill(part, marks),
                _ticks(marks),
                [_line(text, TOP + THICK + 102 + 44 * i) for i, text in enumerate(rest)],
            ]
        ),
    )


def _explained(part: Meter) -> Iterator[str]:
    """The other lines, without what the picture says itself: the level, and how much is over."""
    for line in part.lines[1:]:
        said = line.removeprefix(f"{part.level.value.upper()}: ")
        if said == line:
            yield line
        elif part.level is not Level.OVER:
            yield said[:1].upper() + said[1:]


def _title(part: Meter) -> tuple[Shape, ...]:
    word = part.level.value.upper()
    wide = width(word, SMALL, True) + 48
    left = WIDE - PAD - wide
    return (
        Label(fitted(part.title, TITLE, left - PAD - 40, True), (PAD, TITLE_LINE - 6), TITLE, INK, bold=True),
        Areas((box((left, TITLE_LINE - 48), (wide, 52), 26),), FILLS[part.level]),
        Label(word, (left + wide / 2, TITLE_LINE - 12), SMALL, WORDS[part.level], bold=True, align="center"),
    )


def _main(part: Meter, lines: tuple[str, ...], marks: Bar) -> tuple[Shape, ...]:
    """What is used at the left; how much is over at the right, above the piece that shows it."""
    over = f"{_amount(part)} credits over" if marks.over else ""
    room = LENGTH - width(over, SMALL, True) - 40
    shapes: list[Shape] = [Label(fitted(text, MAIN, room), (PAD, TOP - 26), MAIN, INK) for text in lines]
    if over:
        shapes.append(Label(over, (WIDE - PAD, TOP - 26), SMALL, RED, bold=True, align="right"))
    return tuple(shapes)


def _amount(part: Meter) -> str:
    """Whole credits, and the exact amount where that would say "0 credits over"."""
    over = Credits(part.used.micro - part.limit.micro)
    text = credits(over)
    return fitted(text if text != "0" else str(over), SMALL, 700)


def _fill(part: Meter, marks: Bar) -> tuple[Shape, ...]:
    corner, ends = (PAD, TOP), THICK / 4
    shapes: list[Shape] = [Areas((box(corner, (LENGTH, THICK), ends),), TRACK)]
    within = min(marks.used, marks.limit)
    if within:
        right = ends if within >= LENGTH - ends and not marks.over else 0
        shapes.append(
            Areas((rounded(corner, (within, THICK), (ends, right, right, ends)),), FILLS[part.level])
        )
    if marks.over:
        start = (PAD + marks.limit, TOP)
        shapes.append(Areas((rounded(start, (marks.over, THICK), (0, ends, ends, 0)),), RED))
        shapes.append(Lines(stripes(start, (marks.over, THICK), 16), PAPER, 5))
    return tuple(shapes)


def _ticks(marks: Bar) -> tuple[Shape, ...]:
    return (
        *_tick(marks.warning, "90%" if marks.limit - marks.warning > APART else ""),
        *_tick(marks.limit, "100%"),
    )


def _tick(x: float, words: str) -> tuple[Shape, ...]:
    end, across = TOP + THICK, PAD + x
    through = (Lines((((across, TOP), (across, end)),), PAPER, 4),) if x < LENGTH else ()
    middle = min(across, WIDE - PAD - width(words, SMALL) / 2)
    label = (Label(words, (middle, end + 48), SMALL, MUTED, align="center"),) if words else ()
    return (*through, Lines((((across, end + 4), (across, end + 18)),), FAINT, 3), *label)


def _line(text: str, baseline: float) -> Shape:
    return Label(fitted(text, SMALL, LENGTH), (PAD, baseline), SMALL, MUTED)
