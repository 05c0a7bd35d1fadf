"""`default project:…`: which project a channel means where none is said."""

from dataclasses import replace

from bot.access import Admission, Role
from bot.messages.message import Message
from bot.messages.sentence import sentence_message
from bot.orders import Default
from bot.subscribing.caller import Caller
from reports.request import Request
from storage.channels import Place, channel_setting, set_channel
from storage.records import Project


def set_default(caller: Caller, order: Default) -> Message:
    """Set or clear the default project of the channel."""
    admission = caller.admitted(Role.MANAGER)
    project = _project(caller, admission, order)
    place = Place(caller.visitor.team, caller.channel)
    with caller.changing(admission) as change:
        org = admission.org.id
        setting = channel_setting(change.connection, org, place.team_id, place.channel)
        chosen = replace(setting, project_id=project.id if project else None)
        set_channel(change.connection, org, place, chosen)
        change.record("default project", str(order))
    if project is None:
        return sentence_message(
            "No default project here any more: `/usage` counts all projects unless you name one."
        )
    return sentence_message(
        f"The default project here is now {project.name}: `/usage` counts it unless you name another. "
        "To clear it: `/usage default project:all`"
    )


def _project(caller: Caller, admission: Admission, order: Default) -> Project | None:
    """The project of that slug, None for all. Raises `RequestError` for one that is not known here."""
    request = Request(project=order.project)
    return request.scope(admission.org, caller.now(admission), admission.alone).project
