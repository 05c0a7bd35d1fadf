"""A chart as a picture by way of a browser: the same bars as a page, and Chromium's screenshot of it."""

import subprocess
from contextlib import ExitStack

from reports.parts import Timeline
from tests.bench.store import FOLDER
from tests.bench.timing import Task

WIDTH, HEIGHT = 1600, 800


def page(part: Timeline) -> str:
    """The bars as SVG in a page, without any script: the least that a browser has to do."""
    highest = max(map(sum, zip(*(one.values for one in part.series), strict=True)))
    high, wide = (HEIGHT - 100) / highest, (WIDTH - 100) / len(part.buckets)
    bars, tops = [], [0] * len(part.buckets)
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


def warm(stack: ExitStack, browser: str, html: str) -> Task:
    """A screenshot in a browser that is open already, a pixel of the page being one of the picture."""
    from playwright.sync_api import sync_playwright

    playwright = stack.enter_context(sync_playwright())
    opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
    stack.callback(opened.close)
    tab = opened.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1)

    def screenshot() -> bytes:
        tab.set_content(html)
        return tab.screenshot()

    return screenshot


def one_shot(browser: str, html: str) -> None:
    """A browser that is started for one screenshot."""
    source, target = FOLDER / "chart.html", FOLDER / "chart.png"
    source.write_text(html, encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=1"]
    size = f"--window-size={WIDTH},{HEIGHT}"
    command += [size, f"--screenshot={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
