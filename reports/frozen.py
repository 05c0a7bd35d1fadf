"""Frozen values as plain data for a JSON column, and back: what was measured once can be shown again."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from reports.digest import Digest
from reports.report import Report
from reports.scope import Scope
from reports.section import Section
from reports.sections import SECTIONS, section_named
from reports.warning import CreditWarning
from storage.records import Organization

Json = Any

VERSION = 1
SHARED = (Organization, Scope)  # written once, however often they are inside
PLAIN = (bool, int, str)
WHOLE = (Digest, CreditWarning, Report)  # what is frozen, with everything that it is made of


def _made_of(kind: object) -> Iterator[type[Any]]:
    """A type, and those of what it holds; a section is one thing, known by its name."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        yield kind
    if isinstance(kind, type) and is_dataclass(kind) and kind is not Section:
        yield kind
        for inside in get_type_hints(kind).values():
            yield from _made_of(inside)
    for inside in get_args(kind):
        yield from _made_of(inside)


KINDS: dict[str, type[Any]] = {kind.__name__: kind for whole in WHOLE for kind in _made_of(whole)}


def freeze(value: object) -> dict[str, Json]:
    """A value as plain data, which `thaw` makes into an equal value.

    Takes what reports are made of: our frozen records and words, tuples, dicts, dates, aware moments,
    fractions, numbers, text and None. Raises `TypeError` for anything else.
    """
    freezing = _Freezing()
    frozen = freezing.of(value)
    return {"v": VERSION, "fields": freezing.fields, "shared": freezing.shared, "value": frozen}


def thaw(data: dict[str, Json]) -> Any:
    """The value that was frozen. Raises `ValueError` for facts that this program cannot read."""
    if data.get("v") != VERSION:
        raise ValueError(f"These facts are of version {data.get('v')}; this program reads version {VERSION}.")
    thawing = _Thawing(data["fields"])
    for shared in data["shared"]:
        thawing.shared.append(thawing.of(shared))
    return thawing.of(data["value"])


class _Freezing:
    """Values on their way into data, with the names of their fields and what they share."""

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self.shared: list[Json] = []
        self._places: dict[str, int] = {}

    def of(self, value: object) -> Json:
        kind = type(value)
        if value is None or kind in PLAIN:
            return value
        if isinstance(value, tuple) and kind is tuple:
            return [self.of(each) for each in value]
        if isinstance(value, dict) and kind is dict:
            return {"dict": [[self.of(key), self.of(each)] for key, each in value.items()]}
        if KINDS.get(kind.__name__) is kind and is_dataclass(kind):
            return self._record(value, kind.__name__)
        return {_tag(value): _single(value)}

    def _record(self, value: Any, name: str) -> Json:
        names = self.fields.setdefault(name, [field.name for field in fields(value)])
        data = {name: [self.of(getattr(value, field)) for field in names]}
        return self._once(data) if type(value) in SHARED else data

    def _once(self, data: Json) -> Json:
        """A reference to shared data; compared as text, for equal moments may be written differently."""
        text = json.dumps(data)
        if text not in self._places:
            self._places[text] = len(self.shared)
            self.shared.append(data)
        return {"shared": self._places[text]}


def _tag(value: object) -> str:
    """The name of a kind that is one thing, not several fields."""
    kind = type(value)
    if kind in (Section, Fraction, date) or KINDS.get(kind.__name__) is kind:
        return kind.__name__
    if isinstance(value, datetime) and isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        return "datetime"
    raise TypeError(f"This cannot be frozen: {value!r:.200}")


def _single(value: object) -> Json:
    match value:
        case Section():
            return value.name
        case Fraction():
            return [value.numerator, value.denominator]
        case datetime():
            zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""
            return [value.replace(tzinfo=None).isoformat(), zone, value.fold]
        case date():
            return value.isoformat()
        case _:
            return str(value)


class _Thawing:
    """Data on its way back; each record is made from the names of its fields when it was frozen."""

    def __init__(self, fields_: dict[str, list[str]]) -> None:
        self.shared: list[Any] = []
        self._fields = fields_

    def of(self, data: Json) -> Any:
        if isinstance(data, list):
            return tuple(self.of(each) for each in data)
        if not isinstance(data, dict):
            return data
        ((tag, content),) = data.items()
        if tag == "shared":
            return self.shared[content]
        if tag == "dict":
            return {self.of(key): self.of(each) for key, each in content}
        return self._record(tag, content) if tag in self._fields and tag in KINDS else _thawed(tag, content)

    def _record(self, name: str, values: list[Json]) -> Any:
        named = dict(zip(self._fields[name], map(self.of, values), strict=True))
        try:
            return KINDS[name](**named)
        except TypeError as error:
            raise ValueError(
                f"These facts were written by another version of this program: {error}"
            ) from error


def _thawed(tag: str, content: Json) -> Any:
    match tag:
        case "Section":
            return _section(content)
        case "Fraction":
            return Fraction(*content)
        case "date":
            return date.fromisoformat(content)
        case "datetime":
            moment, zone, fold = content
            return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone), fold=fold)
        case _ if tag in KINDS:
            return KINDS[tag](content)
        case _:
            raise ValueError(f"These facts hold a {tag}, which this program does not know.")


def _section(name: str) -> Section:
    if name not in {section.name for section in SECTIONS}:
        raise ValueError(f"These facts tell of the section {name}, which this program does not have.")
    return section_named(name)
