"""Which Slack teams belong to an organisation, and which role single people were given."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from storage.errors import StoreError
from storage.subscriptions import remove
from storage.tables import members as members_table
from storage.tables import subscriptions, workspaces
from storage.upserting import inserting
from storage.vocabulary import ROLES

M, W, S = members_table.c, workspaces.c, subscriptions.c
GIVEN = select(M.role).where(
    M.org_id == bindparam("org"), M.team_id == bindparam("team"), M.slack_user_id == bindparam("user")
)


@dataclass(frozen=True)
class Team:
    """A Slack team that an organisation is linked to."""

    team_id: str
    name: str
    installed_at: datetime


@dataclass(frozen=True)
class Member:
    """The role that somebody in a Slack team was given: viewer, manager or admin."""

    team_id: str
    user: str
    role: str


def link(connection: Connection, org_id: int, team_id: str, name: str, now: datetime) -> None:
    """Bind a Slack team to an organisation. One that was bound to another gets nothing from that any more."""
    values = {"org_id": org_id, "name": name[:200], "active": True}
    new = inserting(connection, workspaces).values(team_id=team_id, installed_at=now, **values)
    connection.execute(new.on_conflict_do_update(index_elements=["team_id"], set_=values))
    others = select(S.id).where(S.team_id == team_id, S.org_id != org_id, S.removed_at.is_(None))
    for number in connection.execute(others).scalars().all():
        remove(connection, number, now)


def teams(connection: Connection, org_id: int) -> tuple[Team, ...]:
    """The Slack teams of an organisation, the first linked first."""
    query = select(workspaces).where(W.org_id == org_id, W.active).order_by(W.id)
    return tuple(Team(row.team_id, row.name, row.installed_at) for row in connection.execute(query))


def members(connection: Connection, org_id: int) -> tuple[Member, ...]:
    """Everybody who was given a role, by team and Slack user."""
    rows = connection.execute(select(members_table).where(M.org_id == org_id))
    found = (Member(row.team_id, row.slack_user_id, row.role) for row in rows)
    return tuple(sorted(found, key=lambda member: (member.team_id, member.user)))


def member_role(connection: Connection, org_id: int, team: str, user: str) -> str | None:
    """The role that somebody was given; None leaves it to groups and the organisation's default."""
    key = {"org": org_id, "team": team, "user": user}
    role: str | None = connection.execute(GIVEN, key).scalar_one_or_none()
    return role


def set_member_role(connection: Connection, org_id: int, member: Member) -> None:
    """Give somebody a role. Raises `StoreError` for one that there is not."""
    if member.role not in ROLES:
        raise StoreError(
            f'I don\'t know the role "{member.role}". Known: {", ".join(ROLES)}. Example: manager'
        )
    key = {"org_id": org_id, "team_id": member.team_id, "slack_user_id": member.user}
    new = inserting(connection, members_table).values(**key, role=member.role)
    connection.execute(new.on_conflict_do_update(index_elements=list(key), set_={"role": member.role}))


def unset_member_role(connection: Connection, org_id: int, team: str, user: str) -> bool:
    """Take a role back, so that groups and the default decide again. False if there was none."""
    gone = delete(members_table).where(M.org_id == org_id, M.team_id == team, M.slack_user_id == user)
    return connection.execute(gone.returning(M.id)).first() is not None
