"""Listeners are waited for only a moment, so that Bolt finds their acknowledgement at its first look."""

from threading import Event
from time import monotonic, sleep

from bot.serving.acknowledging import A_MOMENT, Acknowledging
from bot.serving.calm import LONGEST, QUIET, Calm, Courteous


class Endless(Calm):
    """A calm in which somebody is heard whenever it is looked."""

    def __init__(self) -> None:
        super().__init__()
        self._last = monotonic() + 3600


def heard_twice(calm: Calm) -> None:
    for _ in range(2):
        with calm.hearing():
            pass


def test_a_quick_listener_is_done_when_it_is_handed_back() -> None:
    with Acknowledging(Calm()) as pool:
        assert all(pool.submit(int, "7").done() for _ in range(100))


def test_a_slow_listener_holds_nobody_up() -> None:
    go_on = Event()
    with Acknowledging(Calm()) as pool:
        started = monotonic()
        slow = pool.submit(go_on.wait, 10)
        assert not slow.done()
        assert monotonic() - started < A_MOMENT + 2
        go_on.set()
        assert slow.result(10)


def test_work_begins_once_no_request_is_heard_any_more() -> None:
    calm = Calm()
    with Courteous(1, "work", calm) as pool:
        heard_twice(calm)
        heard = monotonic()
        assert pool.submit(monotonic).result(10) - heard >= QUIET * 0.9


def test_who_asks_alone_is_answered_at_once() -> None:
    calm = Calm()
    with calm.hearing():
        pass
    started = monotonic()
    for _ in range(100):
        calm.wait()
    assert monotonic() - started < QUIET * 100 / 2


def test_who_asks_alone_is_not_answered_before_that_is_acknowledged() -> None:
    calm = Calm()
    with Courteous(1, "work", calm) as work:
        with calm.hearing():
            answered = work.submit(monotonic)
            sleep(QUIET)
            acknowledged = monotonic()
        assert answered.result(10) >= acknowledged


def test_who_asks_soon_after_another_waits() -> None:
    calm = Calm()
    heard_twice(calm)
    heard = monotonic()
    calm.wait()
    assert monotonic() - heard >= QUIET * 0.9


def test_work_is_not_held_up_for_ever_by_requests_without_end() -> None:
    calm = Endless()
    with Courteous(1, "work", calm) as pool:
        asked = monotonic()
        assert pool.submit(monotonic).result(10) - asked >= LONGEST * 0.9


def test_each_acknowledgement_puts_work_off() -> None:
    calm = Calm()
    with Acknowledging(calm) as acknowledging, Courteous(1, "work", calm) as work:
        for _ in range(2):
            acknowledging.submit(int, "7")
        heard = monotonic()
        assert work.submit(monotonic).result(10) - heard >= QUIET * 0.5
