"""Trouble at random: Slack loses replies, answers late or with 429 and 5xx, and breaks connections."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from threading import Lock

from bot.sandbox.faults import Fault, FaultKind, Faults

# What may happen to a call, and how often in a thousand.
POSTING: dict[FaultKind, int] = {
    "lost_reply": 40,
    "late": 20,
    "500_done": 20,
    "500": 20,
    "503": 20,
    "timeout": 20,
    "429": 40,
}
OTHERS: dict[FaultKind, int] = {"lost_reply": 10, "500": 10, "503": 10, "429": 10}
TROUBLED = {
    "chat.postMessage": POSTING,
    "conversations.history": OTHERS,
    "files.getUploadURLExternal": OTHERS,
    "files.completeUploadExternal": OTHERS,
    "chat.getPermalink": OTHERS,
}
SECONDS = {"429": 1.0, "late": 0.4, "timeout": 0.2}


@dataclass(frozen=True)
class Chance:
    """The dice, and how many thousandths of each trouble there are: 1 as above, 0 none."""

    random: Random
    factor: float = 1.0


class Trouble(Faults):
    """Faults that come by chance, and the count of those that came."""

    def __init__(self, chance: Chance) -> None:
        super().__init__()
        self._chance, self._dice = chance, Lock()
        self.happened: Counter[str] = Counter()
        self.on_post: Callable[[], object] = lambda: None  # called while a message is on its way

    def take(self, method: str) -> Fault | None:
        """The failure of this call, if it fails."""
        if method == "chat.postMessage":
            self.on_post()
        with self._dice:
            throw = self._chance.random.uniform(0, 1000)
            for kind, share in TROUBLED.get(method, {}).items():
                throw -= share * self._chance.factor
                if throw < 0:
                    self.happened[f"{method} {kind}"] += 1
                    return Fault(kind, SECONDS.get(kind, 0.1))
        return None
