"""Rate limits: so many calls a minute by tier, and one posted message a second in a channel."""

import math
from collections import deque
from collections.abc import Callable

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}


class Rates:
    """What was called lately; `posts_at_once` is the burst a channel takes."""

    def __init__(self, clock: Callable[[], float], posts_at_once: int) -> None:
        self._clock = clock
        self._posts_at_once = posts_at_once
        self._calls: dict[str, deque[float]] = {}
        self._posts: dict[str, tuple[float, float]] = {}  # channel -> posts still free, as of when

    def wait_for_call(self, method: str, tier: int) -> int:
        """Count a call; 0, or the whole seconds to wait when the minute's allowance is spent."""
        now = self._clock()
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= PER_MINUTE[tier]:
            return math.ceil(calls[0] + 60 - now) or 1
        calls.append(now)
        return 0

    def wait_for_post(self, channel: str) -> int:
        """Count a message to a channel; 0, or the whole seconds to wait."""
        now = self._clock()
        free, then = self._posts.get(channel, (float(self._posts_at_once), now))
        free = min(float(self._posts_at_once), free + (now - then))
        if free < 1:
            self._posts[channel] = (free, now)
            return math.ceil(1 - free)
        self._posts[channel] = (free - 1, now)
        return 0
