"""One `serve` process of the proof: the real bot, on a clock that runs fast, until it is killed."""

import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.config import Config
from bot.jobs.pace import Pace
from bot.logs import start_logging
from bot.serving.socket import running

# Many times faster than in real life, in the same proportions: a lease outlasts any one step, and nobody
# looks for a message before the latest moment at which it may still arrive.
PACE = Pace(lease=3.0, unclear=1.5, longest_wait=3.0, dead_token=2.0, same_channel=0.0, any_channel=0.0)


@dataclass(frozen=True)
class FastClock:
    """A clock that began at `start` when the real one showed `began`, and runs `speed` times as fast."""

    start: datetime
    began: float
    speed: float

    def __call__(self, zone: str) -> datetime:
        passed = timedelta(seconds=(time.time() - self.began) * self.speed)
        return (self.start + passed).astimezone(ZoneInfo(zone))


def main() -> None:
    """Run until killed. The settings come as JSON on standard input, because tokens are among them."""
    told = json.loads(sys.stdin.readline())
    start_logging("ERROR")
    config = Config(
        database_url=told["database"],
        org="acme",
        bot_token=SecretStr(told["bot_token"]),
        app_token=SecretStr(told["app_token"]),
        api_url=told["api_url"],
        tick_seconds=1,
        health_port=0,
    )
    clock = FastClock(datetime.fromisoformat(told["start"]).astimezone(UTC), told["began"], told["speed"])
    with running(config, clock, PACE):
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
