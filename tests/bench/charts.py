"""How long a chart takes, beside matplotlib alone, a browser, and plotly."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from random import Random

from reports.formats.png import png
from reports.parts import Series, Timeline, Unit
from tests.bench import browsers, plotly_pictures, shape
from tests.bench.browsers import HEIGHT, WIDTH
from tests.bench.peers import chromium
from tests.bench.rows import Row
from tests.bench.store import say
from tests.bench.timing import Task, medians

DRAW, WARM, ONE_SHOT, KALEIDO = 1.8, 1.0, 10.0, 3.0
DAYS, ROUNDS, STARTS = 30, 9, 3
WHAT = f"a warm chart, {DAYS} days × 11 categories"


def chart(number: int = 0) -> Timeline:
    """Thirty days of questions by their eleven categories; other questions for another number."""
    random, start = Random(1 + number), date(2026, 11, 1)  # noqa: S311
    series = (
        Series(label.lower(), label, tuple(random.randint(0, 9 * int(share) + 9) for _ in range(DAYS)))
        for label, share in shape.CATEGORIES.items()
        if label is not None
    )
    buckets = tuple(start + timedelta(days=day) for day in range(DAYS))
    return Timeline("questions", "Questions by category", Unit.COUNT, buckets, (False,) * DAYS, tuple(series))


@dataclass(frozen=True)
class Peer:
    """Something that makes the same picture, and the bound on how many times faster we are, or slower."""

    what: str
    task: Task | None
    limit: float
    faster: bool = True


def rows() -> Iterator[Row]:
    """One warm chart beside each of its peers, which take turns; those that start a browser, fewer."""
    part, browser = chart(), chromium()
    with ExitStack() as stack:
        yield from _beside(_warm(stack, part, browser), ROUNDS)
        if browser is not None:
            yield from _beside(_starting(stack, part, browser), STARTS)


def _warm(stack: ExitStack, part: Timeline, browser: str | None) -> Iterator[Peer]:
    yield Peer("matplotlib's draw of an existing figure", _drawing(part), DRAW, faster=False)
    old = plotly_pictures.bundled(stack, part)
    yield Peer("plotly with kaleido 0.2.1, its own browser kept open", old, KALEIDO)
    if browser is not None:
        today = plotly_pictures.kept_open(stack, part, browser)
        yield Peer("plotly with today's kaleido, its browser kept open", today, KALEIDO)
        screenshot = browsers.warm(stack, browser, browsers.page(part))
        yield Peer("a warm Chromium's screenshot", screenshot, WARM)


def _starting(stack: ExitStack, part: Timeline, browser: str) -> Iterator[Peer]:
    screenshot = partial(browsers.one_shot, browser, browsers.page(part))
    yield Peer("a one-shot Chromium's screenshot", screenshot, ONE_SHOT)
    today = plotly_pictures.a_browser_each(stack, part, browser)
    yield Peer("plotly with today's kaleido, a browser for each picture", today, KALEIDO)


def _beside(peers: Iterable[Peer], rounds: int) -> Iterator[Row]:
    able = []
    for peer in peers:
        if peer.task is None:
            say(f"without {peer.what}")
        else:
            able.append((peer, peer.task))
    found = medians({"ours": _ours(rounds), **{peer.what: task for peer, task in able}}, rounds)
    for peer, _ in able:
        what, spent = f"{WHAT}, beside {peer.what}", found[peer.what]
        yield Row(what, "", found["ours"], "ms", spent, peer.limit, faster=peer.faster)


def _ours(rounds: int) -> Task:
    """Other numbers in every round, so that no picture is helped by having been drawn; peers repeat one."""
    charts = cycle([chart(number) for number in range(rounds + 1)])
    return lambda: png(next(charts), "Nov 1 to Nov 30, 2026")


def _drawing(part: Timeline) -> Task:
    """matplotlib's draw of the same bars, as its own example makes them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    bottom = [0] * DAYS
    for one in part.series:
        axes.bar(list(map(str, part.buckets)), one.values, bottom=bottom, label=one.label)
        bottom = [low + value for low, value in zip(bottom, one.values, strict=True)]
    axes.legend()
    axes.set_title(part.title)
    return canvas.draw
