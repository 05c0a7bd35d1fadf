"""The field types of lines: lengths as the tables have them, dates and credits as text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from storage import vocabulary

MICRO = 1_000_000  # micro-credits in a credit
MOST = 10**9
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CREDITS = r"^-?[0-9]+(\.[0-9]{1,6})?$"


@dataclass(frozen=True)
class OneOf:
    """A closed vocabulary as a field type: one of these texts, spelled exactly (E08)."""

    values: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.values))


def broken(code: str, message: str, **values: object) -> PydanticCustomError:
    """The error of a rule: its code is the error's type, which is how `parsing` finds it again."""
    return PydanticCustomError(code, message, values)


def day(value: object) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise broken("E17", "must be a date like 2026-11-30, not {value}", value=repr(value)[:60])


def micro_credits(text: str) -> int:
    whole, _, fraction = text.partition(".")
    micro = int(whole + fraction.ljust(6, "0"))
    if abs(micro) > MOST * MICRO:
        raise broken("E10", "must not be beyond 1,000,000,000 credits")
    return micro


def not_negative(micro: int) -> int:
    if micro < 0:
        raise broken("E10", "must not be negative: only credits.adjusted and contract.adjustment may be")
    return micro


Text32 = Annotated[str, StringConstraints(min_length=1, max_length=32)]
Text64 = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Text128 = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Text200 = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text320 = Annotated[str, StringConstraints(min_length=1, max_length=320)]
Day = Annotated[date, BeforeValidator(day)]
SignedCredits = Annotated[  # credits as decimal text, kept as integer micro-credits
    str, StringConstraints(max_length=32, pattern=CREDITS), AfterValidator(micro_credits)
]
Credits = Annotated[SignedCredits, AfterValidator(not_negative)]
Approval = Annotated[str, OneOf(vocabulary.APPROVALS)]
Basis = Annotated[str, OneOf(vocabulary.BASES)]
CreditCategory = Annotated[str, OneOf(vocabulary.CREDIT_CATEGORIES)]
IntegrationCategory = Annotated[str, OneOf(vocabulary.INTEGRATION_CATEGORIES)]
ObjectType = Annotated[str, OneOf(vocabulary.OBJECTS)]
Purpose = Annotated[str, OneOf(vocabulary.PURPOSES)]
RunTrigger = Annotated[str, OneOf(vocabulary.RUN_TRIGGERS)]
StageType = Annotated[str, OneOf(vocabulary.STAGE_TYPES)]
Verdict = Annotated[str, OneOf(vocabulary.VERDICTS)]
Revision = Annotated[int, Field(ge=0, lt=2**31)]


class Envelope(BaseModel):
    """What every line has. Its fields come first in every kind's `__dict__`, in this order."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    v: Annotated[int, Field(ge=1, le=1)]
    id: Text128
    source: Text64
    org: Text64
    rev: Revision = 0
    at: Text64
    kind: str

    def __reduce__(self) -> tuple[Callable[..., "Envelope"], tuple[object, ...]]:
        """Another process gets the checked fields and does not check them again."""
        return _checked, (type(self), tuple(self.__dict__.values()))


def _checked(shape: type[Envelope], values: tuple[object, ...]) -> Envelope:
    line = shape.__new__(shape)
    line.__dict__.update(zip(_names(shape), values, strict=True))
    return line


@cache
def _names(shape: type[Envelope]) -> tuple[str, ...]:
    return tuple(shape.model_fields)


# What follows these in `__dict__` is the content of a line, which E16 compares together with kind and at.
BEFORE_CONTENT = len(Envelope.model_fields) - 1
