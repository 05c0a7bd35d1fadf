"""What a Slack channel is set to: its default project and visibility, and what it may see."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from storage.deliveries.measured import forget_unsent
from storage.errors import StoreError
from storage.nearest import nearest
from storage.tables import channel_settings, projects
from storage.upserting import inserting
from storage.vocabulary import VISIBILITIES

C = channel_settings.c
SET = select(channel_settings).where(
    C.org_id == bindparam("org"),
    C.team_id == bindparam("team"),
    C.slack_channel_id == bindparam("channel"),
)


@dataclass(frozen=True)
class Place:
    """A channel of a Slack team."""

    team_id: str
    channel: str


@dataclass(frozen=True)
class ChannelSetting:
    """What a channel is set to; None leaves it to the organisation.

    `project_id` is the project that is meant where none is named; `bound_projects` (slugs) and
    `bound_sections` (section words) are all that may be shown there. `shared` lets reports be posted though
    people outside the organisation read there.
    """

    project_id: int | None = None
    visibility: str | None = None
    bound_projects: tuple[str, ...] | None = None
    bound_sections: tuple[str, ...] | None = None
    shared: bool = False


def channel_setting(connection: Connection, org_id: int, team: str, channel: str) -> ChannelSetting:
    """What a channel is set to; nothing, if it never was."""
    key = {"org": org_id, "team": team, "channel": channel}
    row = connection.execute(SET, key).one_or_none()
    return ChannelSetting() if row is None else _setting(row)


def channels(connection: Connection, org_id: int) -> tuple[tuple[Place, ChannelSetting], ...]:
    """Every channel that was ever set, by team and channel."""
    rows = connection.execute(select(channel_settings).where(C.org_id == org_id))
    found = ((Place(row.team_id, row.slack_channel_id), _setting(row)) for row in rows)
    return tuple(sorted(found, key=lambda each: (each[0].team_id, each[0].channel)))


def _setting(row: Row[Any]) -> ChannelSetting:
    return ChannelSetting(
        row.project_id, row.visibility, _listed(row.bound_projects), _listed(row.bound_sections), row.shared
    )


def set_channel(connection: Connection, org_id: int, place: Place, setting: ChannelSetting) -> None:
    """Set a channel, all of it; what waits to be sent there is counted anew.

    Raises `StoreError` for a visibility or project that there is not.
    """
    _check(connection, org_id, setting)
    key = {"org_id": org_id, "team_id": place.team_id, "slack_channel_id": place.channel}
    values = {
        "project_id": setting.project_id,
        "visibility": setting.visibility,
        "bound_projects": _json(setting.bound_projects),
        "bound_sections": _json(setting.bound_sections),
        "shared": setting.shared,
    }
    new = inserting(connection, channel_settings).values(**key, **values)
    connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))
    forget_unsent(connection, org_id, place.channel)


def _check(connection: Connection, org_id: int, setting: ChannelSetting) -> None:
    if setting.visibility not in (None, *VISIBILITIES):
        raise StoreError(
            f'A channel is public or private; I don\'t understand "{setting.visibility}". Example: private'
        )
    rows = connection.execute(select(projects.c.id, projects.c.slug).where(projects.c.org_id == org_id)).all()
    slugs = sorted(row.slug for row in rows)
    for slug in setting.bound_projects or ():
        if slug not in slugs:
            raise StoreError(f'There is no project "{slug}". {nearest(slug, slugs)}')
    if setting.project_id is not None and setting.project_id not in {row.id for row in rows}:
        raise StoreError(f"That project is not of this organisation. Known: {', '.join(slugs)}.")


def _listed(stored: list[str] | None) -> tuple[str, ...] | None:
    return None if stored is None else tuple(stored)


def _json(words: tuple[str, ...] | None) -> list[str] | None:
    return None if words is None else list(words)
