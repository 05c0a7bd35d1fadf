"""Who may see what: which organisation, in which role, and what a channel is bound to."""

from bot.access.admission import Admission, admitted
from bot.access.organisations import of_team, organization
from bot.access.roles import Refused, Role
from bot.access.visitor import Visitor

__all__ = ["Admission", "Refused", "Role", "Visitor", "admitted", "of_team", "organization"]
