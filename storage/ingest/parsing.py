"""One line of JSON becomes the checked fields of its kind, or what is wrong with it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Annotated, Any, NoReturn

from pydantic import Field, TypeAdapter, ValidationError

from storage.ingest.explaining import explained, nearest
from storage.ingest.fields import Envelope
from storage.ingest.receipt import Problem
from storage.ingest.shapes import SHAPES

LIMIT = 64 * 1024  # bytes of one line (E01)
NUL = b"\\u0000"
AMOUNTS = ("amount", "allocation")

_any_kind: TypeAdapter[Envelope] = TypeAdapter(
    Annotated[reduce(or_, SHAPES.values()), Field(discriminator="kind")]  # type: ignore[arg-type]
)
_validate: Callable[[bytes], Envelope] = _any_kind.validator.validate_json


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a line by itself, and the organisation that it names, where that can be read."""

    problem: Problem
    org: str | None = None


def parse(raw: bytes) -> Envelope | Flaw:
    """The fields of a line, checked by themselves (E01–E03, E08, E10, E15, E17, parts of E11 and E14)."""
    if len(raw) <= LIMIT and NUL not in raw:
        try:
            return _validate(raw)
        except ValidationError:
            pass  # an empty string or an amount as a number is fine too: look again, slowly
    return _look_again(raw)


def _look_again(raw: bytes) -> Envelope | Flaw:
    if len(raw) > LIMIT:
        return Flaw(Problem("E01", "The line is longer than 64 KiB."))
    try:
        record = _decoder.decode(raw.decode())
    except (ValueError, ArithmeticError, RecursionError):
        return Flaw(Problem("E01", "The line is not JSON. Each line is one object: {…}"))
    if not isinstance(record, dict):
        return Flaw(Problem("E01", "The line is not a JSON object: {…}"))
    org = record.get("org")
    found = _checked(record)
    return Flaw(found, org if isinstance(org, str) else None) if isinstance(found, Problem) else found


def _checked(record: dict[str, Any]) -> Envelope | Problem:
    kind = record.get("kind")
    if type(record.get("v")) is not int or record["v"] != 1:
        return Problem("E02", 'The line needs "v": 1, the version of this format.')
    if not isinstance(kind, str) or kind not in SHAPES:
        return Problem("E02", f"“{str(kind)[:60]}” is no kind of line.{nearest(str(kind), SHAPES)}")
    if _holds_nul(record):
        return Problem("E03", "A text holds the character U+0000, which cannot be stored.")
    # An empty string is null (D-67), and null is the same as absent.
    present = {name: _amount(name, value) for name, value in record.items() if value not in (None, "")}
    try:
        return SHAPES[kind].model_validate(present)
    except ValidationError as error:
        return explained(error, record)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are not JSON


# Decimal keeps the text of a number: as a float, 0.1000000000000000055 would pass for 0.1.
_decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


def _amount(name: str, value: Any) -> Any:
    if name not in AMOUNTS or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    number = Decimal(value)
    return f"{number:f}" if abs(number.adjusted()) < 20 else "out of range"


def _holds_nul(record: dict[str, Any]) -> bool:
    """Whether any text in a record holds U+0000, however deep the sender has nested it."""
    waiting: list[Any] = [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and "\0" in value:
            return True
    return False
