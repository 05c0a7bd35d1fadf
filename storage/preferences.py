"""What single people chose for themselves: the project of the figures on their Home tab."""

from sqlalchemy import Connection, select

from storage.tables import preferences, projects
from storage.upserting import inserting

P = preferences.c


def preferred_project(connection: Connection, org_id: int, team: str, user: str) -> str | None:
    """The slug of the project that somebody chose; None for all projects."""
    mine = P.org_id == org_id, P.team_id == team, P.slack_user_id == user
    query = select(projects.c.slug).join(preferences, P.project_id == projects.c.id).where(*mine)
    slug: str | None = connection.execute(query).scalar_one_or_none()
    return slug


def prefer_project(
    connection: Connection, org_id: int, person: tuple[str, str], project_id: int | None
) -> None:
    """Let somebody, by team and Slack user, see a project of the organisation; None for all of them."""
    team, user = person
    key = {"org_id": org_id, "team_id": team, "slack_user_id": user}
    new = inserting(connection, preferences).values(**key, project_id=project_id)
    connection.execute(new.on_conflict_do_update(index_elements=list(key), set_={"project_id": project_id}))
