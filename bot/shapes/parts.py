"""The parts of Slack's requests that listeners read, each with its type."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[^\x00]+$", max_length=255)]  # Postgres keeps no NUL
Id = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]{0,63}$")]
UserId = Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{0,63}$")]
Moment = Annotated[str, Field(pattern=r"^[0-9]{1,12}\.[0-9]{1,9}$")]


class Part(BaseModel):
    """A part of a request; what is not named here is let through unread."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Named(Part):
    """A team, an enterprise or a channel."""

    id: Id


class User(Part):
    """A person."""

    id: UserId
    team_id: Id | None = None
    username: str | None = None
    name: str | None = None


class Container(Part):
    """The message that was acted on."""

    channel_id: Id | None = None
    message_ts: Moment | None = None
    thread_ts: Moment | None = None
    is_ephemeral: bool | None = None


class Option(Part):
    """One choice of a menu."""

    value: str | None = None


class Said(Part):
    """What was chosen or typed in one element."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_time: str | None = None
    selected_date: str | None = None
    selected_conversation: str | None = None


class Action(Said):
    """A button or a menu that was used."""

    action_id: Name
    block_id: Name
    type: str
    action_ts: Moment


class Element(Part):
    """What stands in a field."""

    options: list[Option] | None = None


class Block(Part):
    """A block of a window."""

    block_id: str | None = None
    element: Element | None = None


class State(Part):
    """All that is chosen in a window, by block and action."""

    values: dict[str, dict[str, Said]]


class View(Part):
    """A window, or the Home tab."""

    id: Id
    type: str
    blocks: list[Block]
    private_metadata: str | None = None
    hash: str | None = None
