"""Whether somebody is a full member of the Slack team that asks, and in which role."""

from sqlalchemy import Connection

from bot.access.roles import Refused, Role
from bot.access.visitor import Visitor
from bot.desk import Desk
from bot.people import Member, Silent
from storage.members import member_role
from storage.records import Organization

ASK_A_MEMBER = "Please ask a member of this workspace to share the report with you."
NOT_TOLD = "Slack does not tell me who you are just now. Please try again in a minute."


def check_member(desk: Desk, visitor: Visitor) -> None:
    """Raise `Refused` for guests, strangers, bots and accounts that were closed.

    Without the scope `users:read` what the payload tells must do.
    """
    try:
        member = desk.people.member(visitor.user) if desk.people else None
    except Silent:
        raise Refused(NOT_TOLD) from None
    teams = _teams(member, visitor)
    if teams and visitor.team not in teams:
        raise Refused(f"I answer members of this workspace only. {ASK_A_MEMBER}")
    if member is None:
        return
    if not member.known or member.stranger:
        raise Refused(f"I answer members of this workspace only. {ASK_A_MEMBER}")
    if member.deleted:
        raise Refused("This Slack account is closed, so I do not answer it.")
    if member.guest:
        raise Refused(f"Guests of a workspace cannot ask for its usage. {ASK_A_MEMBER}")
    if member.bot:
        raise Refused("I answer people only, not other apps.")


def _teams(member: Member | None, visitor: Visitor) -> frozenset[str]:
    """The teams that somebody belongs to; none where nothing tells."""
    if member and member.teams:
        return member.teams
    return frozenset({visitor.home} if visitor.home else ())


def role(connection: Connection, desk: Desk, visitor: Visitor, org: Organization) -> Role:
    """The role given to somebody by name, else that of their user group, else the organisation's default."""
    given = member_role(connection, org.id, visitor.team, visitor.user)
    if given is not None:
        return Role.named(given)
    for group, of_group in ((org.admin_group, Role.ADMIN), (org.manager_group, Role.MANAGER)):
        if group and visitor.user in _in_group(desk, group):
            return of_group
    return Role.named(org.default_role)


def _in_group(desk: Desk, group: str) -> frozenset[str]:
    """Who is in a user group; nobody, where Slack does not tell: no role is given by guess."""
    try:
        return (desk.people.group(group) if desk.people else None) or frozenset()
    except Silent:
        return frozenset()
