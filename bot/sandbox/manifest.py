"""The app that is installed in the sandbox workspace, read from its manifest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Command:
    """A slash command as the composer offers it; `name` with its slash."""

    name: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """A global or message shortcut; `kind` is `global` or `message`."""

    name: str
    kind: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Parameter:
    """An input or output of a workflow's step; `kind` is `string` or `slack#/types/…`."""

    name: str
    kind: str
    title: str
    description: str
    required: bool


@dataclass(frozen=True)
class Step:
    """A step that workflows may have, with what goes in and what comes out."""

    callback_id: str
    title: str
    description: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]


@dataclass(frozen=True)
class InstalledApp:
    """What the manifest grants and subscribes to."""

    name: str
    display_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    steps: tuple[Step, ...]
    home_tab: bool
    messages_tab: bool
    interactivity: bool
    socket_mode: bool


def read_manifest(manifest: Mapping[str, Any]) -> InstalledApp:
    """Read a parsed manifest.yml; what it leaves out is off, as in Slack, and what is optional is granted."""
    features = manifest.get("features", {})
    home = features.get("app_home", {})
    settings = manifest.get("settings", {})
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    name = manifest.get("display_information", {}).get("name", "App")
    return InstalledApp(
        name=name,
        display_name=features.get("bot_user", {}).get("display_name", name),
        scopes=frozenset((*scopes.get("bot", ()), *scopes.get("bot_optional", ()))),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=tuple(_command(entry) for entry in features.get("slash_commands", ())),
        shortcuts=tuple(_shortcut(entry) for entry in features.get("shortcuts", ())),
        steps=tuple(_step(*entry) for entry in manifest.get("functions", {}).items()),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        interactivity=bool(settings.get("interactivity", {}).get("is_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
    )


def _command(entry: Mapping[str, Any]) -> Command:
    return Command(
        entry["command"],
        entry.get("description", ""),
        entry.get("usage_hint", ""),
        bool(entry.get("should_escape", False)),
    )


def _step(callback_id: str, entry: Mapping[str, Any]) -> Step:
    inputs, outputs = entry.get("input_parameters", {}), entry.get("output_parameters", {})
    return Step(
        callback_id, entry["title"], entry["description"], tuple(_read(inputs)), tuple(_read(outputs))
    )


def _read(parameters: Mapping[str, Any]) -> Iterator[Parameter]:
    for name, entry in parameters.get("properties", {}).items():
        required = name in parameters.get("required", ())
        yield Parameter(name, entry["type"], entry.get("title", name), entry.get("description", ""), required)


def _shortcut(entry: Mapping[str, Any]) -> Shortcut:
    return Shortcut(entry["name"], entry["type"], entry["callback_id"], entry.get("description", ""))
