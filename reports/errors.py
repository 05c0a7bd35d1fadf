"""What a person asked that cannot be answered, said so that they can ask again."""

from collections.abc import Iterable
from difflib import get_close_matches

MANY = 20  # words that a sentence lists
LONG = 60  # characters of a quoted word


class RequestError(Exception):
    """A request that was not understood; the message is a sentence with the remedy and one full example."""


class ProjectNeeded(RequestError):
    """A section that counts one project was asked for without saying which (D-28)."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like it, if any does."""
    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def suggestion(word: str, known: Iterable[str]) -> tuple[str, str]:
    """What to ask back, "Did you mean X?" or "Known: a, b, c.", and the word to use in the example."""
    words = list(known)
    close = nearest(word, words)
    if close:
        return f"Did you mean {close}?", close
    return f"Known: {listed(words)}.", words[0] if words else ""


def listed(words: list[str]) -> str:
    """a, b, c; of a long list the first twenty, and how many more there are."""
    rest = len(words) - MANY
    return ", ".join([*words[:MANY], *([f"… and {rest} more"] if rest > 0 else [])])


def quoted(word: str) -> str:
    """A word as somebody typed it, cut where nobody would read on."""
    return f'"{word if len(word) <= LONG else word[: LONG - 1] + "…"}"'
