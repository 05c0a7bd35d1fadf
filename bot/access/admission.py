"""What somebody may do here: the organisation as this channel may see it, and their role in it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.access.organisations import of_team
from bot.access.roles import Refused, Role
from bot.access.visitor import Visitor
from reports import bounds
from reports.request import Request
from reports.sections import section_named
from storage.records import Bounds, Organization
from storage.store import Store

# What it takes to admit somebody from Slack is loaded for the first who asks there, not at a terminal.
if TYPE_CHECKING:
    from bot.desk import Desk
    from storage.channels import ChannelSetting


@dataclass(frozen=True)
class Admission:
    """What a visitor may do here.

    `org` is narrowed to what the channel is bound to, so whatever is measured with it obeys. `outsiders` says
    that people outside the organisation read the channel, and that nobody allowed reports there.
    """

    org: Organization
    role: Role
    alone: bool
    visibility: str  # public or private: the channel's, else the organisation's
    default_project: str | None = None  # a slug: the channel's
    outsiders: bool = False
    visitor: Visitor | None = None  # None: an operator at a terminal

    def check(self, request: Request) -> None:
        """Raise `Refused` for a report that may not be shown here."""
        bounds.check_section(section_named(request.section), self.org)
        bounds.project_word(request.project, self.default_project, self.org)
        if (request.visibility or self.visibility) != "private":
            self.check_posting(f" For you alone: `/usage {replace(request, visibility='private')}`")

    def check_posting(self, cure: str = "") -> None:
        """Raise `Refused` where nothing may be posted for all to read."""
        if self.outsiders:
            raise Refused(
                f"People outside {self.org.name} read this channel, so no report is posted here.{cure}"
            )

    def needs(self, role: Role) -> None:
        """Raise `Refused` unless the visitor has at least that role."""
        if self.role < role:
            article = "an" if role is Role.ADMIN else "a"
            raise Refused(
                f"Only {article} {role.name.lower()} may do that. Ask an admin of {self.org.name} for it."
            )


def admitted(store: Store, desk: "Desk", visitor: Visitor) -> Admission:
    """What somebody may do. Raises `Refused` for a stranger, and `StoreError` without an organisation."""
    org = of_team(store, desk, visitor.team)
    held = _role(store, desk, visitor, org)
    setting = _setting(store, org, visitor)
    chosen = next((project.slug for project in org.projects if project.id == setting.project_id), None)
    return Admission(
        org=_seen(org, held, setting),
        role=held,
        alone=visitor.alone,
        visibility=setting.visibility or org.visibility,
        default_project=chosen,
        outsiders=not visitor.alone and not setting.shared and _outsiders(desk, visitor),
        visitor=visitor,
    )


def _setting(store: Store, org: Organization, visitor: Visitor) -> "ChannelSetting":
    """What the channel is set to; a direct message is set to nothing."""
    from storage.channels import ChannelSetting, channel_setting

    if visitor.alone or visitor.channel is None:
        return ChannelSetting()
    return channel_setting(store.connection, org.id, visitor.team, visitor.channel)


def _role(store: Store, desk: "Desk", visitor: Visitor, org: Organization) -> Role:
    """The role of a member; nobody in particular only reads."""
    from bot.access.membership import check_member, role

    if visitor.nobody:
        return Role.VIEWER
    check_member(desk, visitor)
    return role(store.connection, desk, visitor, org)


def _seen(org: Organization, held: Role, setting: "ChannelSetting") -> Organization:
    """The organisation as far as a channel is bound to it, and with names in files for managers (D-22)."""
    bound = Bounds(setting.bound_projects or (), setting.bound_sections or (), held >= Role.MANAGER)
    projects = (p for p in org.projects if not bound.projects or p.slug in bound.projects)
    return replace(org, projects=tuple(projects), bounds=bound)


def _outsiders(desk: "Desk", visitor: Visitor) -> bool:
    """Whether people outside the organisation read a channel, as far as Slack tells.

    A channel that Slack does not tell of just now is taken for one: what is posted cannot be taken back.
    """
    from bot.people import Silent

    if visitor.shared or desk.people is None or visitor.channel is None:
        return visitor.shared
    try:
        room = desk.people.room(visitor.channel)
    except Silent:
        return True
    return room is not None and room.shared
