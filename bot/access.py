"""Which organisation somebody may ask about."""

from storage.errors import StoreError
from storage.records import Organization
from storage.store import Store


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
