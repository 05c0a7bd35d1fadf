"""What an organisation is set to, and how one setting is changed."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select, update

from storage.errors import StoreError
from storage.nearest import nearest
from storage.setting_words import SETTINGS
from storage.subscriptions import ORGANIZATION
from storage.tables import organizations, subscriptions
from storage.tallying import rebuild_within

S = subscriptions.c


@dataclass(frozen=True)
class OrgSettings:
    """What an organisation is set to; `week_start` is 0 for Monday, 6 for Sunday; None is not set."""

    time_zone: str
    week_start: int
    show_user_rankings: str
    visibility: str
    alert_channel: str | None
    digest_channel: str | None
    default_role: str
    manager_group: str | None
    admin_group: str | None

    def words(self) -> tuple[tuple[str, str], ...]:
        """Each setting's name and its value, as `set_org` takes them."""
        shown = asdict(self) | {"week_start": "sunday" if self.week_start else "monday"}
        return tuple((name, value or "none") for name, value in shown.items())


def org_settings(connection: Connection, org_id: int) -> OrgSettings:
    """What an organisation is set to."""
    columns = [organizations.c[name] for name in SETTINGS]
    row = connection.execute(select(*columns).where(organizations.c.id == org_id)).one()
    return OrgSettings(**row._mapping)


def set_org(connection: Connection, org_id: int, name: str, value: str | None) -> None:
    """Change one setting, in words as people type them; None or "none" clears a channel or group.

    Another time zone re-dates every event and rebuilds the tallies (D-02) in the same transaction, and the
    organisation's own digest follows it. Who sets a channel calls `subscriptions.set_own` too. Raises
    `StoreError` with the nearest valid thing.
    """
    if name not in SETTINGS:
        raise StoreError(
            f'I don\'t know the setting "{name}". {nearest(name, SETTINGS)} Example: visibility=private'
        )
    stored = SETTINGS[name]((value or "").strip())
    # Held first, as ingest does, which dates events by the zone.
    held = select(organizations.c[name]).where(organizations.c.id == org_id).with_for_update()
    before = connection.execute(held).scalar_one()
    connection.execute(update(organizations).where(organizations.c.id == org_id).values({name: stored}))
    if name == "time_zone" and stored != before:
        own = update(subscriptions).where(S.org_id == org_id, S.owner == ORGANIZATION, S.time_zone == before)
        connection.execute(own.values(time_zone=stored))
        rebuild_within(connection, org_id)
