"""Wakes the jobs, in two lanes, so that a slow digest never holds up a warning."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import wall
from bot.desk import Desk
from bot.jobs.clearing import clear
from bot.jobs.measuring import measure_pending
from bot.jobs.pace import Pace
from bot.jobs.plan import plan_due
from bot.jobs.sending import send_due
from bot.jobs.shift import Shift
from bot.jobs.warnings import check_credits
from bot.jobs.watch import watch
from bot.serving.health import Pulse
from storage.errors import StoreError
from storage.subscriptions import CREDIT_ALERT, DIGEST

log = logging.getLogger(__name__)

AT_ONCE = Pace(same_channel=0.0, any_channel=0.0)
WARNINGS, DIGESTS = "warnings", "digests"
SOON = (CREDIT_ALERT, "notice")


@dataclass(frozen=True)
class Lane:
    """Jobs that are done one after the other, on a thread of their own."""

    name: str
    work: Callable[[Shift, Callable[[], bool]], None]


def _warnings(shift: Shift, go_on: Callable[[], bool]) -> None:
    check_credits(shift.desk.engine, None, shift.desk.clock)
    watch(shift.desk)
    _say(shift, SOON, go_on)


def _digests(shift: Shift, go_on: Callable[[], bool]) -> None:
    plan_due(shift.desk)
    _say(shift, (DIGEST,), go_on)


def _say(shift: Shift, kinds: Sequence[str], go_on: Callable[[], bool]) -> None:
    """Count and send by turns, so that what is counted does not wait for all the rest."""
    send_due(shift, kinds, go_on)
    while go_on() and measure_pending(shift.desk, kinds):
        send_due(shift, kinds, go_on)


LANES = (Lane(WARNINGS, _warnings), Lane(DIGESTS, _digests))


def tick(desk: Desk, client: WebClient, pace: Pace = AT_ONCE) -> None:
    """One whole round now: warnings, digests, and what came of them told; all that is due is sent.

    Raises `StoreError` when the store cannot be used.
    """
    shift = Shift(desk, client, pace)
    for lane in (*LANES, LANES[0]):
        lane.work(shift, lambda: True)


@contextmanager
def ticking(desk: Desk, client: WebClient, pace: Pace = Pace()) -> Iterator[Pulse]:  # noqa: B008 - frozen
    """Do the jobs until the block ends; then what is being sent is finished, and nothing more is taken."""
    shift, pulse = Shift(desk, client, pace), Pulse(pace.tick)
    # The scheduler keeps nothing: whatever it forgets or fires twice, the database knows.
    scheduler = BackgroundScheduler(timezone="UTC")
    for lane in LANES:
        pulse.beat(lane.name)
        scheduler.add_job(
            _round,
            "interval",
            args=(shift, pulse, lane),
            seconds=pace.tick,
            next_run_time=wall("UTC"),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    scheduler.add_job(_clear, "interval", args=(desk,), hours=1, jitter=600, misfire_grace_time=None)
    scheduler.start()
    try:
        yield pulse
    finally:
        shift.stop.set()
        scheduler.shutdown(wait=True)


def _clear(desk: Desk) -> None:
    try:
        clear(desk)
    except (StoreError, SQLAlchemyError) as error:
        log.warning("What is old could not be forgotten: %s", error)


def _round(shift: Shift, pulse: Pulse, lane: Lane) -> None:
    """One round of a lane; whatever fails, the next round comes."""

    def go_on() -> bool:
        pulse.beat(lane.name)
        return not shift.stop.is_set()

    go_on()
    try:
        lane.work(shift, go_on)
    except (StoreError, SQLAlchemyError) as error:
        log.warning("The %s wait for the store: %s", lane.name, error)
    except Exception:  # whatever it is, the scheduler would keep it to itself
        log.exception("A round of %s failed", lane.name)
