"""manifest.yml is what Slack accepts, and grants what the bot calls and nothing more."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from slack_sdk import WebClient

from bot.listeners.shortcuts import EVERYWHERE, THREAD
from bot.listeners.step import STEP

ROOT = Path(__file__).parents[1]
SLACK = Path(__file__).parent / "slack"
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
# The optional ones are asked for as well; whoever installs the app may leave them out.
GRANTED: dict[str, list[str]] = MANIFEST["oauth_config"]["scopes"]
SCOPES: list[str] = [scope for scopes in GRANTED.values() for scope in scopes]
COMMANDS: list[dict[str, Any]] = MANIFEST["features"]["slash_commands"]
EVENTS: list[str] = MANIFEST["settings"].get("event_subscriptions", {}).get("bot_events", [])
KNOWN: dict[str, list[str]] = json.loads((SLACK / "known_scopes_events.json").read_text())

WEB_METHOD = re.compile(r"[a-z]+_\w")  # auth.test is auth_test in the client
# What Slack's method pages ask of a bot token; a method that needs nothing has no scope.
METHOD_SCOPES: dict[str, set[str]] = {
    "api_test": set(),
    "apps_connections_open": set(),
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    # Only where an operator adds a *:history scope; without it nothing is looked for.
    "conversations_history": set(),
    "conversations_info": {"channels:read", "groups:read"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "usergroups_users_list": {"usergroups:read"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
EVENT_SCOPES: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "function_executed": set(),
    "link_shared": {"links:read"},
    "tokens_revoked": set(),
}


def methods_called() -> dict[str, str]:
    """The Web API methods that the bot calls, each with a file that does; the sandbox calls none."""
    files = [path for path in (ROOT / "bot").rglob("*.py") if "sandbox" not in path.relative_to(ROOT).parts]
    return {method: path.name for path in files for method in _methods(ast.parse(path.read_text()))}


def _methods(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and WEB_METHOD.match(node.attr) and hasattr(WebClient, node.attr):
            yield node.attr


def needed_scopes() -> set[str]:
    called = {scope for method in methods_called() for scope in METHOD_SCOPES[method]}
    heard = {scope for event in EVENTS for scope in EVENT_SCOPES[event]}
    return called | heard | ({"commands"} if COMMANDS else set())


def test_slack_accepts_the_manifest() -> None:
    schema = json.loads((SLACK / "manifest.schema.json").read_text())
    jsonschema.Draft7Validator(schema).validate(MANIFEST)


def test_every_scope_and_event_exists() -> None:
    assert set(SCOPES) <= set(KNOWN["scopes"])
    assert set(EVENTS) <= set(KNOWN["events"])


def test_nothing_stands_twice() -> None:
    for names in (SCOPES, EVENTS, [command["command"] for command in COMMANDS]):
        assert len(names) == len(set(names))


def test_every_method_that_is_called_is_one_whose_scope_we_know() -> None:
    assert {method: file for method, file in methods_called().items() if method not in METHOD_SCOPES} == {}
    assert {event for event in EVENTS if event not in EVENT_SCOPES} == set()


def test_the_scopes_are_what_the_bot_needs_and_no_more() -> None:
    assert "chat_postMessage" in methods_called()
    assert set(SCOPES) == needed_scopes()


def test_only_bot_scopes_are_asked_for() -> None:
    assert set(GRANTED) == {"bot", "bot_optional"}
    assert [scope for scope in SCOPES if scope.startswith("admin") or scope.endswith(":history")] == []


def test_every_command_reaches_the_bot() -> None:
    assert [command["command"] for command in COMMANDS] == ["/usage"]
    assert MANIFEST["settings"]["socket_mode_enabled"] or all("url" in command for command in COMMANDS)
    assert all(command["description"] and command["usage_hint"] for command in COMMANDS)


def test_the_bot_can_be_written_to_and_its_buttons_pressed() -> None:
    home = MANIFEST["features"]["app_home"]
    assert MANIFEST["features"]["bot_user"]["display_name"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]


def test_the_texts_have_the_lengths_that_slack_allows() -> None:
    shown = MANIFEST["display_information"]
    assert 1 <= len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(MANIFEST["features"]["bot_user"]["display_name"]) <= 80


def test_every_shortcut_and_step_of_the_manifest_is_one_that_the_bot_answers() -> None:
    shortcuts = [shortcut["callback_id"] for shortcut in MANIFEST["features"]["shortcuts"]]
    assert shortcuts == [EVERYWHERE, THREAD]
    assert list(MANIFEST["functions"]) == [STEP]
    assert MANIFEST["settings"]["function_runtime"] == "remote"


def test_shortcuts_have_the_lengths_that_slack_allows() -> None:
    for shortcut in MANIFEST["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
