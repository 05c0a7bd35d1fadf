"""Which organisation is meant: by its name, or by the Slack team that asks."""

from typing import TYPE_CHECKING

from bot.access.roles import Refused
from storage.errors import StoreError
from storage.records import Organization
from storage.store import Store

if TYPE_CHECKING:
    from bot.desk import Desk


def organization(store: Store, slug: str | None) -> Organization:
    """The organisation of that name; without a name, the only one there is.

    Never guesses between several, because each must see its own numbers alone. Raises `StoreError`.
    """
    if slug:
        return store.organization(slug)
    slugs = store.slugs()
    if len(slugs) > 1:
        raise StoreError(
            f"The store holds several organisations ({', '.join(slugs)}). "
            f"Say which is meant: USAGE_ORG={slugs[0]}"
        )
    if not slugs:
        raise StoreError("The store is empty. Send events with: usagebot ingest FILE")
    return store.organization(slugs[0])


def of_team(store: Store, desk: "Desk", team: str) -> Organization:
    """The organisation of a Slack team: the one it is linked to, else, for the bot's own team, the bot's.

    Raises `Refused` for any other team, and `StoreError` without an organisation.
    """
    linked = store.slug_of_team(team)
    if linked is None and team != desk.team:
        raise Refused(
            "This Slack workspace is not linked to an organisation, so I have no numbers for it. "
            f"Whoever runs me can link it: `usagebot org link {team}`"
        )
    return organization(store, linked or desk.org)
