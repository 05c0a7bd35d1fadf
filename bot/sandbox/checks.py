"""The checks that every Web API call meets before its method, from data: token, scopes, arguments, rate."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import RateLimited, SlackError, with_messages

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

_DATA: Json = json.loads((Path(__file__).parent / "slack" / "methods.json").read_text())
METHODS: dict[str, Json] = _DATA["played"]
NOT_PLAYED: frozenset[str] = frozenset(_DATA["not_played"])


def checked(workspace: "Workspace", method: str, token: str, arguments: Json) -> Json:
    """The arguments, each of its documented type. Raises SlackError or RateLimited as Slack refuses."""
    if method in NOT_PLAYED:
        what = f"[ERROR] {method} is a method of Slack's that this sandbox does not play"
        raise with_messages("unknown_method", [what])
    if method not in METHODS:
        raise SlackError("unknown_method", req_method=method)
    known = METHODS[method]
    _check_token(workspace, known.get("token", "bot"), token)
    _check_scopes(workspace, known)
    # The SDK names the team in every call of an app that serves several.
    typed = _typed({"team_id": "string", **known["arguments"]}, arguments)
    _check_required(known, typed)
    if tier := known.get("rate"):
        with workspace.lock:
            seconds = workspace.rates.wait_for_call(method, tier)
        if seconds:
            raise RateLimited(seconds)
    return typed


def need_scope(workspace: "Workspace", scopes: Iterable[str]) -> None:
    """Raise `missing_scope` unless the manifest grants one of these."""
    wanted = list(scopes)
    if not workspace.app.scopes & set(wanted):
        provided = ",".join(sorted(workspace.app.scopes))
        raise SlackError("missing_scope", needed=",".join(wanted), provided=provided)


def _check_token(workspace: "Workspace", kind: str, token: str) -> None:
    kinds = {workspace.bot_token: "bot", workspace.workflow_token: "bot", workspace.app_token: "app"}
    if kind == "none":
        return
    if not token:
        raise SlackError("not_authed")
    if token not in kinds:
        raise SlackError("invalid_auth")
    if kinds[token] != kind:
        raise SlackError("not_allowed_token_type")


def _check_scopes(workspace: "Workspace", known: Json) -> None:
    if known.get("token") != "app" and known.get("scopes"):
        need_scope(workspace, known["scopes"])


def _typed(kinds: dict[str, str], arguments: Json) -> Json:
    typed: Json = {}
    messages = []
    for name, value in arguments.items():
        if name not in kinds:
            messages.append(f"[ERROR] invalid argument name: {name} [json-pointer:/{name}]")
        elif value is None:
            messages.append(f"[ERROR] must not be null [json-pointer:/{name}]")
        else:
            try:
                typed[name] = COERCE[kinds[name]](value)
            except (ValueError, TypeError):
                messages.append(f"[ERROR] must be of type {kinds[name]} [json-pointer:/{name}]")
    if messages:
        raise with_messages("invalid_arguments", messages)
    return typed


def _check_required(known: Json, typed: Json) -> None:
    missing = [name for name in known["required"] if name not in typed]
    if missing:
        code = known.get("missing", "invalid_arguments")
        messages = [f"[ERROR] missing required field: {name} [json-pointer:/{name}]" for name in missing]
        raise with_messages(code, messages)


def _string(value: Any) -> str:
    if isinstance(value, bool | list | dict):
        raise TypeError
    return str(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "1": True, "false": False, "0": False}
    if str(value).lower() not in known:
        raise ValueError
    return known[str(value).lower()]


def _integer(value: Any) -> int:
    if isinstance(value, bool | float):
        raise TypeError
    return int(value)


def _json_of(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        found = json.loads(value) if isinstance(value, str) else value
        if not isinstance(found, kind):
            raise TypeError
        return found

    return read


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else value.split(",")
    return [_string(item) for item in value]


COERCE: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "boolean": _boolean,
    "integer": _integer,
    "array": _json_of(list),
    "object": _json_of(dict),
    "list": _list,
}
