"""Why a line was not accepted, as the code of the rule and a sentence for the person who sent it."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from storage.ingest.receipt import Problem

LONGEST = 500  # characters of a stored message
BY_FIELD = {"v": "E02", "amount": "E10", "allocation": "E10", "lines": "E15"}
SENTENCES = {
    "missing": "is missing",
    "string_type": "must be text",
    "string_unicode": "holds characters that are no valid Unicode",
    "string_too_short": "must not be empty",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object",
}
AMOUNT = "must be credits as decimal text with at most 6 decimals, like “2.35”"
LINES = "must be a whole number from 0 to 1,000,000,000"


def explained(error: ValidationError, record: Mapping[str, Any]) -> Problem:
    """The first broken rule of a line. `record` is the line as sent."""
    details = error.errors(include_url=False)
    problems = [Problem(_code(detail, record), _sentence(detail)) for detail in details]
    return min(problems, key=lambda problem: problem.code)


def _code(detail: ErrorDetails, record: Mapping[str, Any]) -> str:
    kind, field = detail["type"], detail["loc"][0] if detail["loc"] else ""
    if kind == "missing":
        return "E06" if field == "project" and "project" in record else "E03"
    if kind.startswith("E"):  # one of ours, see fields.broken
        return "E03" if kind == "E17" and not isinstance(detail["input"], str | dict) else kind
    if kind == "literal_error":
        return "E08" if isinstance(detail["input"], str) else "E03"
    return BY_FIELD.get(str(field), "E03")


def _sentence(detail: ErrorDetails) -> str:
    field = ".".join(str(part) for part in detail["loc"])
    return f"{field} {_complaint(detail)}.".strip()[:LONGEST]


def _complaint(detail: ErrorDetails) -> str:
    kind, field = detail["type"], detail["loc"][-1] if detail["loc"] else ""
    if kind in ("missing",) or kind.startswith("E"):
        return SENTENCES.get(kind, detail["msg"])
    if field in ("amount", "allocation"):
        return AMOUNT
    if field == "lines":
        return LINES
    if kind == "literal_error":
        return f"must be {detail['ctx']['expected']}, not {_shown(detail['input'])}"
    if kind == "string_too_long":
        return f"is longer than {detail['ctx']['max_length']} characters"
    return SENTENCES.get(kind, detail["msg"][:1].lower() + detail["msg"][1:])


def _shown(value: object) -> str:
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def nearest(word: str, words: Iterable[str]) -> str:
    """“ Did you mean …?”, where a known word is near; else nothing."""
    found = get_close_matches(word, list(words), n=1)
    return f" Did you mean {found[0]}?" if found else ""
