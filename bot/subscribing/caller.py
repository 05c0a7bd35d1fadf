"""Somebody who tells the bot to do something: who they are, and what they may see and change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy import Connection

from bot.access import Admission, Role, Visitor, admitted
from bot.audit import remember
from bot.desk import Desk
from bot.messages.subscription_words import Shown
from reports.errors import RequestError
from storage.engine import reading, writing
from storage.store import Store
from storage.subscriptions import Subscription, find


@dataclass(frozen=True)
class Caller:
    """A person before the desk, by the channel where they read the answer."""

    client: WebClient
    desk: Desk
    visitor: Visitor

    @property
    def channel(self) -> str:
        """Where they are; their own id stands for the direct message where Slack names none."""
        return self.visitor.channel or self.visitor.user

    def admitted(self, role: Role = Role.VIEWER) -> Admission:
        """What they may do. Raises `Refused` unless they have at least that role.

        Asked before anything is changed: it may take Slack a moment, and no transaction waits for that.
        """
        with reading(self.desk.engine) as connection:
            admission = admitted(Store(connection), self.desk, self.visitor)
        admission.needs(role)
        return admission

    @contextmanager
    def changing(self, admission: Admission) -> Iterator["Change"]:
        """One transaction in which they change something."""
        with writing(self.desk.engine) as connection:
            yield Change(connection, admission, self.now(admission))

    def now(self, admission: Admission) -> datetime:
        """The present moment in the organisation's zone."""
        return self.desk.now(admission.org.time_zone)

    def shown(self, subscription: Subscription, admission: Admission) -> Shown:
        """A subscription as they read it."""
        return Shown(subscription, admission.org, self.now(admission), self.channel)

    def sees(self, subscription: Subscription, admission: Admission) -> bool:
        """Whether they may see that it is there: in their channel, their own, or in another channel.

        What comes to somebody's direct message is theirs; only an admin sees that, too.
        """
        if subscription.team_id != self.visitor.team:
            return False
        mine = subscription.channel == self.channel or subscription.owner == self.visitor.user
        direct = subscription.channel.startswith(("D", "U", "W"))
        return mine or admission.role >= (Role.ADMIN if direct else Role.MANAGER)


@dataclass(frozen=True)
class Change:
    """A transaction of somebody admitted; `now` is in the organisation's zone."""

    connection: Connection
    admission: Admission
    now: datetime

    def record(self, action: str, target: str) -> None:
        """Note in the audit log what they change, in the same transaction."""
        remember(self.connection, self.admission, self.now, (action, target))

    def fresh(self, number: int) -> Subscription:
        """A subscription as it is now. Raises `RequestError` if it has been ended meanwhile."""
        found = find(self.connection, self.admission.org.id, number)
        if found is None:
            raise no_such(number)
        return found


def no_such(number: int) -> RequestError:
    """The sentence for a number that no subscription has, or none that somebody may see."""
    return RequestError(
        f"There is no subscription number {number} here. To see the numbers: `/usage subscriptions`"
    )
