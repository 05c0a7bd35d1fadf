"""The parts that every payload to the app shares, and the wait for its acknowledgement."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.sockets import EnvelopeKind
from bot.sandbox.state import Answer, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

SLACKBOT = "USLACKBOT"


def ask(workspace: "Workspace", kind: EnvelopeKind, payload: Json) -> Answer:
    """Send it and wait for the ack: `dispatch_failed` without an app, `operation_timeout` when it is late."""
    awaited = workspace.sockets.deliver(kind, payload)
    if awaited is None:
        return Answer(error="dispatch_failed")
    try:
        return Answer(ack=awaited.result(timeout=workspace.timing.ack))
    except TimeoutError:
        return Answer(error="operation_timeout")


def interaction(workspace: "Workspace", kind: str, user_id: str) -> Json:
    """What every interactive payload begins with."""
    user = workspace.users[user_id]
    return {
        "type": kind,
        "token": "sandbox",
        "team": {"id": workspace.team_id, "domain": "sandbox"},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team or workspace.team_id,
        },
        "api_app_id": workspace.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
        "action_ts": workspace.next_ts(),
    }


def send_event(workspace: "Workspace", subscription: str, event: Json) -> None:
    """Send an event if the manifest subscribes to it; the app's ack is not awaited, as nobody sees it."""
    if subscription not in workspace.app.events:
        return
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    workspace.events.send(
        {
            "type": "event_callback",
            "token": "sandbox",
            "team_id": workspace.team_id,
            "api_app_id": workspace.app_id,
            "event": event,
            "event_id": workspace.next_id("Ev"),
            "event_time": int(workspace.clock()),
            "authorizations": [authorization],
            "is_ext_shared_channel": _shared(workspace, event.get("channel")),
        },
    )


def _shared(workspace: "Workspace", channel: object) -> bool:
    found = workspace.channels.get(str(channel))
    return found is not None and found.is_ext_shared


def whisper(workspace: "Workspace", user_id: str, channel_id: str, text: str) -> Message:
    """Say something as Slackbot that only this person sees."""
    return workspace.say(Message(channel_id, workspace.next_ts(), SLACKBOT, text, only_for=user_id))
