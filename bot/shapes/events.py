"""The shapes of what Slack tells: the Home tab opened, our name called, a step of a workflow run."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.shapes.parts import Id, Moment, Name, Part, UserId


class Inner(Part):
    """What every event says."""

    type: Name


class Authorization(Part):
    """For which team Slack tells an event."""

    team_id: Id | None = None
    enterprise_id: Id | None = None


class Event(Part):
    """An event as it travels; the inner one has a shape of its own."""

    command: None = None
    type: Literal["event_callback"]
    team_id: Id
    event_id: Name
    event: Inner
    authorizations: list[Authorization] | None = None
    is_ext_shared_channel: bool | None = None


class Shown(Part):
    """The Home tab as somebody sees it."""

    private_metadata: str | None = None
    hash: str | None = None


class HomeOpened(Inner):
    """Somebody opened our Home or Messages tab."""

    user: UserId
    channel: Id | None = None
    tab: str | None = None
    view: Shown | None = None


class Mention(Inner):
    """Somebody called us by our name; an app that does may have no user."""

    channel: Id
    ts: Moment
    user: UserId | None = None
    team: Id | None = None
    user_team: Id | None = None
    text: str | None = None
    thread_ts: Moment | None = None
    bot_id: Id | None = None


class Greeting(Part):
    """Slack asks whether somebody answers at this address."""

    type: Literal["url_verification"]
    challenge: str


class Step(Part):
    """A step by its name."""

    callback_id: Name


class StepRun(Inner):
    """A workflow came to a step of ours."""

    function: Step
    function_execution_id: Id
    bot_access_token: Name | None = None
    inputs: dict[str, Any]


EVENTS: Mapping[str, type[Inner]] = {
    "app_home_opened": HomeOpened,
    "app_mention": Mention,
    "function_executed": StepRun,
}
