"""Who may see what: which organisation, in which role, and what a channel is bound to."""

from dataclasses import dataclass
from enum import IntEnum

from bot.desk import Desk
from reports.errors import RequestError
from reports.request import Request
from storage.errors import StoreError
from storage.records import Organization
from storage.store import Store


class Role(IntEnum):
    """What somebody may do: a viewer asks, a manager also subscribes, an admin also changes settings."""

    VIEWER = 1
    MANAGER = 2
    ADMIN = 3


class Refused(RequestError):
    """Somebody may not see or change this; the message says so politely, and whom to ask."""


@dataclass(frozen=True)
class Visitor:
    """A person in a Slack team, and the channel where the answer will be read.

    `channel` None, one that begins with D, or a person's own id: that person alone reads it. `home` is the
    team that the person belongs to, which is another one for guests from a shared channel.
    """

    team: str
    user: str
    channel: str | None = None
    home: str | None = None

    @property
    def alone(self) -> bool:
        return self.channel is None or self.channel.startswith(("D", "U", "W"))


@dataclass(frozen=True)
class Admission:
    """What a visitor may do here: the organisation, the role, and what the channel says."""

    org: Organization
    role: Role
    alone: bool
    visibility: str  # public or private: the channel's, else the organisation's
    default_project: str | None = None  # a slug: the channel's

    def check(self, request: Request) -> None:
        """Raise `Refused` for a report that the channel is not bound to."""

    def needs(self, role: Role) -> None:
        """Raise `Refused` unless the visitor has at least that role."""
        if self.role < role:
            raise Refused(f"Only a {role.name.lower()} may do that. Ask an admin of {self.org.name} for it.")


def admitted(store: Store, desk: Desk, visitor: Visitor) -> Admission:
    """What somebody may do. Raises `Refused` for a stranger, and `StoreError` without an organisation."""
    org = of_team(store, visitor.team, desk.org)
    return Admission(org, Role.MANAGER, visitor.alone, org.visibility)


def organization(store: Store, slug: str | None) -> Organization:
    """The organisation of that name; without a name, the only one there is.

    Never guesses between several, because each must see its own numbers alone. Raises `StoreError`.
    """
    slugs = store.slugs()
    if slug is None and len(slugs) > 1:
        raise StoreError(
            f"The store holds several organisations ({', '.join(slugs)}). "
            f"Say which is meant: USAGE_ORG={slugs[0]}"
        )
    if slug is None and not slugs:
        raise StoreError("The store is empty. Send events with: usagebot ingest FILE")
    return store.organization(slug or slugs[0])


def of_team(store: Store, team_id: str, slug: str | None) -> Organization:
    """The organisation of a Slack team: the one it is linked to, else the one that this bot is set to."""
    return organization(store, store.slug_of_team(team_id) or slug)
