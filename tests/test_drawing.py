"""Charts are drawn in processes that may die, and that leave with whoever started them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path
from threading import Event

import pytest

from bot.messages.message import Draw, drawn_here
from bot.serving.drawing import KEPT, Kept, drawing
from reports.parts import Credits, Level, Meter
from reports.report import Chart
from tests.processes import comes_true, gone

# Whoever runs the tests in the background has SIGINT ignored, and with it every process below.
ALONE = """
import signal
import time
from multiprocessing import active_children
from bot.serving.drawing import drawing
from tests.test_drawing import card

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with drawing() as draw:
        draw(card("one"), "")
        print(*(each.pid for each in active_children()), flush=True)
        time.sleep(60)
"""


def card(title: str) -> Meter:
    return Meter("contract", title, Credits(1_000_000), Credits(2_000_000), Level.OK, ("50% used",))


@pytest.fixture(scope="module")
def draw() -> Iterator[Draw]:
    with drawing() as found:
        yield found


def drawers() -> list[int]:
    return [each.pid or 0 for each in active_children() if each.name == "drawing"]


def test_a_process_draws_what_would_be_drawn_here(draw: Draw) -> None:
    assert draw(card("Year 2026"), "") == drawn_here(card("Year 2026"), "")


def test_a_chart_is_drawn_though_every_process_is_killed_while_it_draws(draw: Draw) -> None:
    wanted = [card(f"Year {number}") for number in range(24)]
    with ThreadPoolExecutor(8) as people:
        coming = [people.submit(draw, chart, "") for chart in wanted]
        coming[0].result()
        for pid in drawers():
            os.kill(pid, signal.SIGKILL)
        assert [each.result()[:4] for each in coming] == [b"\x89PNG"] * len(wanted)


def test_a_process_that_died_between_two_charts_is_replaced(draw: Draw) -> None:
    before = drawers()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert comes_true(lambda: all(map(gone, before)))
    for number in range(len(before)):
        assert draw(card(f"After {number}"), "").startswith(b"\x89PNG")


def test_a_chart_that_cannot_be_drawn_says_so_and_harms_no_other(draw: Draw) -> None:
    with pytest.raises(RuntimeError, match="could not be drawn"):
        draw("no chart", "")  # type: ignore[arg-type]
    assert draw(card("Still"), "").startswith(b"\x89PNG")


def test_no_process_is_left_at_the_end() -> None:
    others = set(drawers())
    with drawing() as found:
        found(card("one"), "")
        mine = set(drawers()) - others
        assert mine
    assert all(map(gone, mine))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_its_parent(how: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "alone.py"
    script.write_text(ALONE)
    root = str(Path(__file__).parents[1])
    parent = subprocess.Popen(
        [sys.executable, script],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
    )
    assert parent.stdout
    with parent.stdout as said:
        children = [int(pid) for pid in said.readline().split()]
        assert children
        parent.send_signal(how)
        parent.wait(20)
    assert comes_true(lambda: all(map(gone, children)))


def test_those_who_ask_for_the_same_at_once_get_one_drawing() -> None:
    begun, go_on, drawn = Event(), Event(), []

    def slowly(chart: Chart, caption: str) -> bytes:
        begun.set()
        go_on.wait(10)
        drawn.append(caption)
        return b"picture"

    with ThreadPoolExecutor(5) as people:
        kept = Kept(slowly)
        coming = [people.submit(kept, card("one"), "same") for _ in range(5)]
        assert begun.wait(10)
        go_on.set()
        assert {each.result() for each in coming} == {b"picture"}
    assert drawn == ["same"]


def test_only_the_latest_pictures_are_kept() -> None:
    drawn: list[str] = []
    kept = Kept(lambda _chart, caption: drawn.append(caption) or caption.encode())  # type: ignore[func-returns-value]
    for number in range(KEPT + 1):
        kept(card("one"), str(number))
    kept(card("one"), str(KEPT))
    assert len(drawn) == KEPT + 1
    kept(card("one"), "0")
    assert drawn[-1] == "0"


def test_what_failed_is_drawn_anew() -> None:
    answers: Iterator[OSError | bytes] = iter([OSError("once"), b"picture"])

    def moody(_chart: Chart, _caption: str) -> bytes:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    kept = Kept(moody)
    with pytest.raises(OSError, match="once"):
        kept(card("one"), "")
    assert kept(card("one"), "") == b"picture"
