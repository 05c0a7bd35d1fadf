"""The same bars by plotly and kaleido, each kind in an environment of its own, asked picture by picture."""

import json
from contextlib import ExitStack

from reports.parts import Timeline
from tests.bench.browsers import HEIGHT, WIDTH
from tests.bench.peers import asked, installed
from tests.bench.timing import Task

TODAY = ("plotly>=6.1", "kaleido>=1")  # draws with a browser of the machine
BUNDLED = ("plotly<6", "kaleido==0.2.1")  # the last one that brings a browser of its own, and keeps it open
FIGURE = """
import json, sys
import plotly.graph_objects as go
labels, values, width, height = json.loads(sys.argv[1])
figure = go.Figure([go.Bar(name=label, y=each) for label, each in zip(labels, values)])
figure.update_layout(barmode="stack")
"""
PICTURES = """
for _ in sys.stdin:
    figure.to_image("png", width=width, height=height)
    print("done", flush=True)
"""
# What to_image calls, and without the script for formulas, which would be loaded from the network.
A_BROWSER_EACH = """
import kaleido
size = {"format": "png", "width": width, "height": height, "scale": 1}
for _ in sys.stdin:
    kaleido.calc_fig_sync(figure.to_dict(), opts=size, kopts={"mathjax": False})
    print("done", flush=True)
"""
KEPT_OPEN = """
import kaleido
kaleido.start_sync_server(n=1, mathjax=False)
"""


def kept_open(stack: ExitStack, part: Timeline, browser: str) -> Task | None:
    """Today's kaleido with one browser for all pictures, as its documentation advises for many."""
    return _asked(stack, part, TODAY, FIGURE + KEPT_OPEN + PICTURES, browser)


def a_browser_each(stack: ExitStack, part: Timeline, browser: str) -> Task | None:
    """Today's kaleido as it is called without further ado: it starts a browser for each picture."""
    return _asked(stack, part, TODAY, FIGURE + A_BROWSER_EACH, browser)


def bundled(stack: ExitStack, part: Timeline) -> Task | None:
    """The kaleido of before, warm."""
    return _asked(stack, part, BUNDLED, FIGURE + PICTURES)


def _asked(
    stack: ExitStack, part: Timeline, packages: tuple[str, ...], script: str, browser: str = ""
) -> Task | None:
    values = [list(one.values) for one in part.series]
    argument = json.dumps([[one.label for one in part.series], values, WIDTH, HEIGHT])
    python = installed(*packages)
    if python is None:
        return None
    return stack.enter_context(asked(python, script, argument, BROWSER_PATH=browser))
