"""What somebody may have meant by a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """“Did you mean …?”, or all known words where none is near."""
    words = list(known)
    found = get_close_matches(word, words, n=1)
    if found:
        return f"Did you mean {found[0]}?"
    return f"Known: {', '.join(words)}." if words else "There are none yet."
