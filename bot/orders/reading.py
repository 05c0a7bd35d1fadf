"""How the words of an order are read, in whatever order they come."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from reports.errors import RequestError, quoted, suggestion

Draft = TypeVar("Draft")


def read_words(
    draft: Draft,
    words: Sequence[str],
    read: Callable[[Draft, str], tuple[str, Draft]],
    example: str,
) -> Draft:
    """What the words say together; `read` tells what one of them sets, and the draft with it set.

    Raises `RequestError` for a second word of the same meaning; `read` does for one that has none.
    """
    seen: dict[str, str] = {}
    for word in words:
        what, draft = read(draft, word)
        if what in seen:
            raise RequestError(
                f"I don't understand {quoted(word)} after {quoted(seen[what])}: one {what} is enough. "
                f"{shown(example)}"
            )
        seen[what] = word
    return draft


def unknown(word: str, known: Iterable[str], example: str, noun: str = "") -> RequestError:
    """The sentence for a word that fits nowhere, with the nearest one that does."""
    what = f"the {noun} {quoted(word)}" if noun else quoted(word)
    return RequestError(f"I don't understand {what}. {_ask(word, known)}{shown(example)}")


def _ask(word: str, known: Iterable[str]) -> str:
    """Those with the same key alone, if there are any: `at:0` is nearer to `at:90` than to `on`."""
    words = list(known)
    key = f"{word.lower().partition(':')[0]}:"
    same = [known for known in words if ":" in word and known.startswith(key)]
    ask, _ = suggestion(word, same or words)
    return f"{ask} " if words else ""


def shown(example: str) -> str:
    """Example: `/usage …`"""
    return f"Example: `/usage {example}`"
