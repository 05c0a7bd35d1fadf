"""How long a chart takes, beside matplotlib alone, a browser, and plotly."""

import json
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from random import Random

from reports.formats.png import png
from reports.parts import Series, Timeline, Unit
from tests.bench import shape
from tests.bench.peers import answered, chromium, installed
from tests.bench.rows import Row
from tests.bench.store import FOLDER
from tests.bench.timing import Task, medians

DRAW, WARM, ONE_SHOT, KALEIDO, TWO = 1.8, 1.0, 10.0, 3.0, 1.7
CHARTS = 30
DAYS, WIDTH, HEIGHT, ROUNDS = 30, 1600, 800, 9
LABELS = [str(label) for label in shape.CATEGORIES]
# The last kaleido that brings its own browser: it needs nothing of this machine.
PACKAGES = ("plotly<6", "kaleido==0.2.1")
PLOTLY = """
import json, statistics, sys, time
import plotly.graph_objects as go
labels, values, width, height, rounds = json.loads(sys.argv[1])
figure = go.Figure([go.Bar(name=label, y=each) for label, each in zip(labels, values)])
figure.update_layout(barmode="stack")
spent = []
for _ in range(rounds + 1):
    start = time.perf_counter()
    figure.to_image("png", width=width, height=height, engine="kaleido")
    spent.append((time.perf_counter() - start) * 1000)
print(json.dumps(statistics.median(spent[1:])))
"""


def chart() -> Timeline:
    """Thirty days of questions by their eleven categories."""
    random, start = Random(1), date(2026, 11, 1)  # noqa: S311
    series = (
        Series(label.lower(), label, tuple(random.randint(0, 9 * int(share) + 9) for _ in range(DAYS)))
        for label, share in shape.CATEGORIES.items()
        if label is not None
    )
    buckets = tuple(start + timedelta(days=number) for number in range(DAYS))
    return Timeline("questions", "Questions by category", Unit.COUNT, buckets, (False,) * DAYS, tuple(series))


def rows() -> Iterator[Row]:
    """One warm chart beside each of its peers; all that run in this process take turns."""
    part = chart()
    with ExitStack() as stack:
        tasks: dict[str, Task] = {"ours": partial(png, part, "Nov 1 to Nov 30, 2026"), "draw": _drawing(part)}
        browser = chromium()
        if browser is not None:
            page = _page(part)
            tasks["warm"] = _warm(stack, browser, page)
            tasks["one-shot"] = partial(_one_shot, browser, page)
        found = medians(tasks, ROUNDS)
    ours, what = found["ours"], f"a warm chart, {DAYS} days × {len(part.series)} categories"
    yield Row(f"{what}, beside matplotlib's draw of an existing figure", "", ours, "ms", found["draw"], DRAW)
    yield _per_second(part)
    for name, limit in (("warm", WARM), ("one-shot", ONE_SHOT)):
        if name in found:
            title = f"{what}, beside a {name} Chromium's screenshot"
            yield Row(title, "", ours, "ms", found[name], limit, faster=True)
    python = installed(*PACKAGES)
    values = [list(one.values) for one in part.series]
    asked = json.dumps([[one.label for one in part.series], values, WIDTH, HEIGHT, ROUNDS])
    if python is not None and (spent := answered(python, PLOTLY, asked)) is not None:
        yield Row(f"{what}, beside plotly with kaleido", "", ours, "ms", spent, KALEIDO, faster=True)


def _per_second(part: Timeline) -> Row:
    """As `serve` draws them, in its threads, beside one thread alone."""
    rates = []
    for threads in (2, 1):
        with ThreadPoolExecutor(threads) as pool:
            start = time.perf_counter()
            list(pool.map(lambda _: png(part, "Nov 1 to Nov 30, 2026"), range(CHARTS)))
            rates.append(CHARTS / (time.perf_counter() - start))
    what = "charts in a second on 2 cores, beside one thread"
    return Row(what, "", rates[0], "/s", rates[1], TWO, at_least=True)


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


def _page(part: Timeline) -> str:
    """The same bars as SVG in a page, without any script: the least that a browser has to do."""
    highest = max(map(sum, zip(*(one.values for one in part.series), strict=True)))
    high, wide = (HEIGHT - 100) / highest, (WIDTH - 100) / DAYS
    bars, tops = [], [0] * DAYS
    for number, one in enumerate(part.series):
        for day, value in enumerate(one.values):
            tops[day] += value
            at = f'x="{60 + day * wide:.1f}" y="{HEIGHT - 50 - tops[day] * high:.1f}"'
            size = f'width="{wide * 0.8:.1f}" height="{value * high:.1f}"'
            bars.append(f'<rect {at} {size} fill="hsl({number * 33},60%,55%)"/>')
        bars.append(f'<text x="{60 + number * 130}" y="30">{one.label}</text>')
    for day, bucket in enumerate(part.buckets):
        bars.append(f'<text x="{60 + day * wide:.1f}" y="{HEIGHT - 20}">{bucket:%d}</text>')
    drawing = f'<svg width="{WIDTH}" height="{HEIGHT}">{"".join(bars)}</svg>'
    return f'<!doctype html><body style="margin:0;font:16px sans-serif">{drawing}'


def _warm(stack: ExitStack, browser: str, page: str) -> Task:
    """A screenshot in a browser that is open already."""
    from playwright.sync_api import sync_playwright

    playwright = stack.enter_context(sync_playwright())
    opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
    stack.callback(opened.close)
    tab = opened.new_page(viewport={"width": WIDTH, "height": HEIGHT})

    def screenshot() -> bytes:
        tab.set_content(page)
        return tab.screenshot()

    return screenshot


def _one_shot(browser: str, page: str) -> None:
    """A browser that is started for one screenshot."""
    source, target = FOLDER / "chart.html", FOLDER / "chart.png"
    source.write_text(page, encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={WIDTH},{HEIGHT}"]
    subprocess.run([*command, f"--screenshot={target}", source.as_uri()], check=True, capture_output=True)
