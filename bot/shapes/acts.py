"""The shapes of what people do: commands, buttons, menus, windows, shortcuts."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from bot.shapes.parts import (
    Action,
    Container,
    Id,
    Moment,
    Name,
    Named,
    Part,
    State,
    User,
    UserId,
    View,
)


class Command(Part):
    """A slash command."""

    type: None = None
    event: None = None
    command: Name
    team_id: Id
    user_id: UserId
    channel_id: Id
    response_url: str
    text: str | None = None
    user_name: str | None = None
    trigger_id: str | None = None


class Act(Part):
    """What every act of a person says, but a command."""

    event: None = None
    user: User
    team: Named | None = None
    enterprise: Named | None = None
    channel: Named | None = None
    container: Container | None = None
    view: View | None = None
    response_url: str | None = None


class Pressed(Act):
    """A button or a menu was used."""

    trigger_id: Name
    actions: Annotated[list[Action], Field(min_length=1)]


class Suggested(Act):
    """Somebody types into a menu that looks its options up."""

    action_id: Name
    block_id: Name
    value: str | None = None


class SubmittedView(View):
    """A window as it was when it was submitted."""

    callback_id: str
    state: State


class Address(Part):
    """Where Slack lets us answer in a channel that was chosen."""

    channel_id: str | None
    response_url: str


class Submitted(Act):
    """A window was submitted or closed."""

    view: SubmittedView
    response_urls: list[Address] | None = None


class Shortcut(Act):
    """A shortcut was run."""

    callback_id: Name
    trigger_id: Name


class Said(Part):
    """The message that a shortcut was run on."""

    thread_ts: Moment | None = None


class MessageShortcut(Shortcut):
    """A shortcut was run on a message."""

    channel: Named
    message: Said
    message_ts: Moment


ACTS: Mapping[str, type[Act]] = {
    "block_actions": Pressed,
    "block_suggestion": Suggested,
    "view_submission": Submitted,
    "view_closed": Submitted,
    "shortcut": Shortcut,
    "message_action": MessageShortcut,
}
