"""`default project:storefront`: the project that a channel means where none is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.orders.project import KEY, read_project
from bot.orders.reading import read_words, shown, unknown
from reports.errors import RequestError

EXAMPLE = "default project:payments-api"


@dataclass(frozen=True)
class Default:
    """The default project of the channel where this is typed: a slug, or "all" for none."""

    project: str

    def __str__(self) -> str:
        return f"default project:{self.project}"


def parse_default(words: Sequence[str]) -> Default:
    """Understand the words after `default`. Raises `RequestError`."""
    project = read_words("", words, _read, EXAMPLE)
    if not project:
        raise RequestError(f"Say which project, or project:all for none. {shown(EXAMPLE)}")
    return Default(project)


def _read(_draft: str, word: str) -> tuple[str, str]:
    project = read_project(word)
    if project is None:
        raise unknown(word, (f"{KEY}{word}", f"{KEY}all"), EXAMPLE)
    return "project", project
