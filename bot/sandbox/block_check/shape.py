"""Reading a JSON value against the shapes of slack/blocks.json, noting what is wrong and where."""

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from bot.sandbox.block_check.rules import RULES

Surface = Literal["message", "ephemeral", "home", "modal"]
SlackFileCheck = Callable[[dict[str, Any]], str | None]
Spec = dict[str, Any]

# Slack fetches pictures itself: it reaches no machine of ours, and its own files need a token.
REACHABLE = re.compile(r"https?://(?!127\.|10\.|192\.168\.|files\.slack\.com)[^/:]+\.[^/:]+")

TOGETHER = (
    ("some_of", "at least one of", 1, math.inf),
    ("one_of", "exactly one of", 1, 1),
    ("not_both", "only one of", 0, 1),
)

SHAPES: dict[str, Any] = json.loads((Path(__file__).parent.parent / "slack" / "blocks.json").read_text())


class Look:
    """One look at blocks for a surface; `messages` collects what is wrong and where, as Slack words it."""

    def __init__(self, surface: Surface, slack_file: SlackFileCheck) -> None:
        self.surface = "message" if surface == "ephemeral" else surface
        self.slack_file = slack_file
        self.messages: list[str] = []

    def wrong(self, what: str, pointer: str) -> None:
        """Note a fault."""
        self.messages.append(f"[ERROR] {what} [json-pointer:{pointer}]")

    def value(self, value: Any, spec: Spec, pointer: str) -> None:
        """Look at a value of any kind."""
        if value is None:
            self.wrong("must not be null", pointer)
        else:
            KINDS[spec["is"]](self, value, spec, pointer)

    def shape(self, value: Any, names: list[str], pointer: str) -> None:
        """Look at an object whose `type` says which of the named shapes it has."""
        if not isinstance(value, dict):
            self.wrong("must provide an object", pointer)
            return
        shapes = {SHAPES["shapes"][name].get("type", name): SHAPES["shapes"][name] for name in names}
        shape = shapes.get(value.get("type")) if isinstance(value.get("type"), str) else None
        if shape is None:
            self.wrong(f"unsupported type: {value.get('type')}", f"{pointer}/type")
        elif self.surface not in shape.get("surfaces", (self.surface,)):
            self.wrong(f"{value['type']} is not supported in a {self.surface}", pointer)
        else:
            before = len(self.messages)
            self.fields({key: field for key, field in value.items() if key != "type"}, shape, pointer)
            if len(self.messages) == before and (rule := RULES.get(value["type"])):
                rule(self, value, pointer)

    def fields(self, value: dict[str, Any], shape: Spec, pointer: str) -> None:
        """Look at the fields of an object: known, required, and together."""
        for name in value.keys() - shape["fields"].keys():
            self.wrong(f"invalid additional property: {name}", pointer)
        for name in shape.get("required", ()):
            if name not in value:
                self.wrong(f"missing required field: {name}", pointer)
        _together(self, value, shape, pointer)
        for name, field in value.items():
            if name in shape["fields"]:
                self.value(field, shape["fields"][name], f"{pointer}/{name}")


def look_at(look: Look, values: list[Any], names: list[str], pointer: str) -> None:
    """Look at each object of a list."""
    for place, value in enumerate(values):
        look.shape(value, names, f"{pointer}/{place}")


def _together(look: Look, value: dict[str, Any], shape: Spec, pointer: str) -> None:
    for rule, words, least, most in TOGETHER:
        names = shape.get(rule)
        if names and not least <= sum(name in value for name in names) <= most:
            look.wrong(f"must define {words}: {', '.join(names)}", pointer)


def _string(look: Look, value: Any, spec: Spec, pointer: str) -> None:
    if not isinstance(value, str):
        look.wrong("must be a string", pointer)
        return
    if len(value) > spec.get("max", math.inf):
        look.wrong(f"must be less than {spec['max'] + 1} characters", pointer)
    if len(value) < spec.get("min", 0):
        look.wrong(f"must be more than {spec['min'] - 1} characters", pointer)
    if "enum" in spec and value not in spec["enum"]:
        look.wrong(f"must be one of: {', '.join(spec['enum'])}", pointer)
    if "match" in spec and not re.match(spec["match"], value):
        look.wrong("does not match the expected format", pointer)


def _boolean(look: Look, value: Any, _spec: Spec, pointer: str) -> None:
    if not isinstance(value, bool):
        look.wrong("must be a boolean", pointer)


def _number(look: Look, value: Any, spec: Spec, pointer: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        look.wrong("must be a finite number", pointer)
    elif spec["is"] == "integer" and not float(value).is_integer():
        look.wrong("must be an integer", pointer)
    elif not spec.get("min", -math.inf) <= value <= spec.get("max", math.inf):
        look.wrong(f"must be between {spec.get('min')} and {spec.get('max')}", pointer)
    elif value <= spec.get("above", -math.inf):
        look.wrong(f"must be more than {spec['above']}", pointer)


def _text(look: Look, value: Any, spec: Spec, pointer: str) -> None:
    names = ["plain_text"] if spec["is"] == "plain_text" else ["plain_text", "mrkdwn"]
    look.shape(value, names, pointer)
    text = value.get("text") if isinstance(value, dict) else None
    if isinstance(text, str) and len(text) > spec["max"]:
        look.wrong(f"must be less than {spec['max'] + 1} characters", f"{pointer}/text")


def _list(look: Look, value: Any, spec: Spec, pointer: str) -> None:
    if not isinstance(value, list):
        look.wrong("must be an array", pointer)
        return
    if len(value) > spec.get("max", math.inf):
        look.wrong(f"no more than {spec['max']} items allowed", pointer)
    if len(value) < spec.get("min", 0):
        look.wrong(f"no fewer than {spec['min']} items allowed", pointer)
    for place, item in enumerate(value):
        look.value(item, spec["of"], f"{pointer}/{place}")


def _object(look: Look, value: Any, spec: Spec, pointer: str) -> None:
    if isinstance(value, dict):
        look.fields(value, SHAPES["shapes"][spec["of"]], pointer)
    else:
        look.wrong("must provide an object", pointer)


def _shape(look: Look, value: Any, spec: Spec, pointer: str) -> None:
    look.shape(value, spec["of"], pointer)


def _image_url(look: Look, value: Any, spec: Spec, pointer: str) -> None:
    _string(look, value, {"is": "string", "min": 1, **spec}, pointer)
    if not REACHABLE.match(str(value)):
        look.wrong("downloading image failed", pointer)


def _slack_file(look: Look, value: Any, _spec: Spec, pointer: str) -> None:
    if not isinstance(value, dict) or set(value) not in ({"id"}, {"url"}):
        look.wrong("must define exactly one of: id, url", pointer)
    elif problem := look.slack_file(value):
        look.wrong(problem, pointer)


def _any(_look: Look, _value: Any, _spec: Spec, _pointer: str) -> None:
    """Anything but null is taken."""


KINDS: dict[str, Callable[[Look, Any, Spec, str], None]] = {
    "string": _string,
    "boolean": _boolean,
    "number": _number,
    "integer": _number,
    "plain_text": _text,
    "text": _text,
    "list": _list,
    "object": _object,
    "shape": _shape,
    "image_url": _image_url,
    "slack_file": _slack_file,
    "any": _any,
}
