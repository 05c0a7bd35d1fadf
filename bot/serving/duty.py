"""The bot on duty: the jobs ticking, its health to be asked, and at the start a word on who is told what."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial

from bot.config import Config
from bot.jobs import watch
from bot.jobs.own import settle
from bot.jobs.pace import Pace
from bot.jobs.ticker import ticking
from bot.serving.health import Health, Pulse, Reasons
from bot.serving.web import health_endpoint
from bot.serving.work import Bot

log = logging.getLogger(__name__)


@contextmanager
def on_duty(
    bot: Bot,
    config: Config,
    pace: Pace = Pace(),  # noqa: B008 - frozen
    deaf: Callable[[], Reasons] = tuple,
) -> Iterator[Health]:
    """Do the jobs until the block ends, unless the settings say that another process does.

    Gives its health; `deaf` tells why Slack is not heard, for the health endpoint.
    """
    for sentence in settle(bot.desk, config):
        log.log(logging.WARNING if sentence.startswith("Nobody") else logging.INFO, "%s", sentence)
    late = partial(watch.reasons, bot.desk)
    with ExitStack() as duties:
        pulse = Pulse(config.tick_seconds)
        if config.tick_seconds:
            own_pace = replace(pace, tick=config.tick_seconds)
            pulse = duties.enter_context(ticking(bot.desk, bot.client, own_pace))
        health = Health(bot.desk.engine, pulse, (deaf, late))
        address = duties.enter_context(health_endpoint(health, config.health_port))
        if address:
            log.info("Health: %s/livez and %s/readyz", address, address)
        yield health
