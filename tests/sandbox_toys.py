"""A small app's manifest and clients for tests of the sandbox workspace."""

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox, Timing, Workspace

MIRA, JONAS = "U017", "U018"
GENERAL, RANDOM = "C0GENERAL", "C0RANDOM"

MANIFEST: Mapping[str, Any] = {
    "display_information": {"name": "Toy"},
    "features": {
        "bot_user": {"display_name": "Toy"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/toy", "description": "Play", "should_escape": True}],
        "shortcuts": [{"name": "Go", "type": "global", "callback_id": "go", "description": "Go"}],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "files:write", "files:read", "channels:history"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_mention", "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
QUICK = Timing(ack=0.25, scan=0.05, share=0.02, posts_at_once=3)


class Clock:
    """A clock that a test moves; seconds since 1970."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def workspace(clock: Clock | None = None, **scopes: list[str]) -> Workspace:
    """A workspace with the toy app, granted other bot scopes when `bot` names them."""
    manifest = {**MANIFEST, "oauth_config": {"scopes": scopes}} if scopes else MANIFEST
    return (
        Workspace(manifest, clock=clock, ticks=clock, timing=QUICK)
        if clock
        else Workspace(manifest, timing=QUICK)
    )


def client(sandbox: Sandbox) -> WebClient:
    """The SDK's client, repeating nothing by itself."""
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


def refusal(error: SlackApiError) -> Any:
    """The refused answer: its error and what explains it."""
    return error.response.data


def upload(slack: WebClient, name: str = "chart.png", content: bytes = b"picture", **target: Any) -> str:
    """Upload a file the way the SDK does; its id."""
    done = slack.files_upload_v2(filename=name, content=content, **target)
    return str(done["files"][0]["id"])
