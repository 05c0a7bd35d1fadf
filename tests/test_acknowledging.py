"""Listeners are waited for only a moment, so that Bolt finds their acknowledgement at its first look."""

from threading import Event
from time import monotonic

from bot.serving.acknowledging import A_MOMENT, Acknowledging


def test_a_quick_listener_is_done_when_it_is_handed_back() -> None:
    with Acknowledging() as pool:
        assert all(pool.submit(int, "7").done() for _ in range(100))


def test_a_slow_listener_holds_nobody_up() -> None:
    go_on = Event()
    with Acknowledging() as pool:
        started = monotonic()
        slow = pool.submit(go_on.wait, 10)
        assert not slow.done()
        assert monotonic() - started < A_MOMENT + 2
        go_on.set()
        assert slow.result(10)
