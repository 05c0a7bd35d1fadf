"""How fast the jobs go: how often they look, how long a claim holds, how many messages a second."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Seconds, all of them.

    `lease` outlasts the slowest single step of a sending, because it is renewed before each. `unclear` is how
    long a message that Slack did not confirm may still arrive; nobody looks for it, or says it again, sooner.
    """

    tick: float = 30.0
    lease: float = 60.0
    unclear: float = 15.0
    longest_wait: float = 900.0
    dead_token: float = 300.0  # between two tries with a token that Slack refuses
    same_channel: float = 1.1  # Slack takes one message a second in a channel
    any_channel: float = 1.0
