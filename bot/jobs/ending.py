"""How a delivery may end, and what its owner is told of it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.jobs.plan import MISSED
from bot.jobs.telling import title
from bot.messages.delivery_words import name
from storage.deliveries import Delivery
from storage.subscriptions import Subscription

Told = Callable[[Subscription, Delivery], str]


@dataclass(frozen=True)
class End:
    """The status at the end and the error beside it; `told` writes the notice to the owner, if there is one.

    `pauses`: the subscription waits for a person. `recount`: its facts are counted anew when it goes on.
    """

    status: str
    error: str | None = None
    told: Told | None = None
    pauses: bool = False
    recount: bool = False

    def __str__(self) -> str:
        return f"{self.status} ({self.error})" if self.error else self.status


UNWANTED = End("skipped", "The subscription was paused or ended before it was posted.")


def missed() -> End:
    """Too late to be worth reading."""

    def told(subscription: Subscription, delivery: Delivery) -> str:
        why = "because Slack was not reached until it was too late"
        return f"{title(subscription)}: the {name(delivery)} was not sent, {why}."

    return End("skipped", MISSED, told)


def unknown(why: str) -> End:
    """Nobody can know whether it was said."""

    def told(subscription: Subscription, delivery: Delivery) -> str:
        return (
            f"{title(subscription)}: I cannot tell whether the {name(delivery)} arrived, because Slack "
            "did not answer. Please look there. I do not repeat it by myself; whoever runs me can: "
            f"`usagebot deliveries resend {delivery.id}`"
        )

    return End("unknown", f"It cannot be known whether it was posted ({why}).", told)


def fixable(why: str, cure: str, *, recount: bool = False) -> End:
    """Surely not said, until a person does what the cure says and resumes the subscription."""

    def told(subscription: Subscription, _delivery: Delivery) -> str:
        then = f"After that type `/usage resume {subscription.id}`; until then it is paused."
        return f"{title(subscription)} was not sent. {cure.rstrip('.')}. {then}"

    return End("failed", why if recount else f"{why}: {cure}", told, pauses=True, recount=recount)


def failed(why: str) -> End:
    """Surely not said, and no more to be done."""

    def told(subscription: Subscription, delivery: Delivery) -> str:
        return f"{title(subscription)}: Slack did not take the {name(delivery)} ({why})."

    return End("failed", why, told)
