"""How a person turns to the app without a command: its Home tab, and shortcuts."""

from typing import TYPE_CHECKING

from bot.sandbox.person.elements import values
from bot.sandbox.person.envelope import ask, interaction, send_event
from bot.sandbox.shapes import Json, message_json, view_json
from bot.sandbox.state import Answer, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


def open_home(workspace: "Workspace", user_id: str, tab: str) -> Answer:
    """Open a tab of the app's home; the app hears of it if it subscribes to `app_home_opened`."""
    if tab == "home" and not workspace.app.home_tab:
        return Answer(error="not_enabled")
    published = workspace.home(user_id)
    event: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": workspace.direct_message(user_id).id,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    if published and tab == "home":
        event["view"] = view_json(workspace, published, values(published))
    send_event(workspace, "app_home_opened", event)
    return Answer()


def shortcut(workspace: "Workspace", user_id: str, callback_id: str, message: Message | None) -> Answer:
    """Run a shortcut of the manifest. Raises LookupError when it has no such one of this kind."""
    kind = "global" if message is None else "message"
    if not any((s.callback_id, s.kind) == (callback_id, kind) for s in workspace.app.shortcuts):
        raise LookupError(f"there is no {kind} shortcut {callback_id}")
    payload = interaction(workspace, "shortcut" if message is None else "message_action", user_id)
    payload |= {"callback_id": callback_id, "trigger_id": workspace.triggers.issue(user_id)}
    if message is not None:
        channel = workspace.channels[message.channel]
        path = workspace.response_urls.issue(user_id, channel.id, thread_ts=message.thread_ts)
        payload |= {
            "channel": {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name},
            "message": message_json(workspace, message),
            "message_ts": message.ts,
            "response_url": workspace.url + path,
        }
    return ask(workspace, "interactive", payload)
