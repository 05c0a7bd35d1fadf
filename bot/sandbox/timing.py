"""How long things take in the sandbox workspace; tests shorten them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds, except `posts_at_once`: how many messages a channel takes in one burst.

    `event_pauses` are the pauses before an event that was not acknowledged is sent again.
    """

    ack: float = 3.0
    trigger: float = 3.0
    scan: float = 0.6
    share: float = 0.2
    response_url: float = 1800.0
    posts_at_once: int = 5
    event_pauses: tuple[float, ...] = (0.0, 60.0, 300.0)
