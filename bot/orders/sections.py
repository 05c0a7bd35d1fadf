"""The sections that a digest shall hold."""

from bot.orders.reading import unknown
from reports.errors import nearest
from reports.sections import SECTIONS, find_section

KEY = "sections:"
ALL = ("all",)
_SECTIONS = tuple(section for section in SECTIONS if not section.exports)
NAMES = tuple(section.name for section in _SECTIONS)
_WORDS = tuple(word for section in _SECTIONS for word in section.words)


def read_sections(word: str, example: str) -> tuple[str, ...] | None:
    """The sections of `sections:users,sims` in the order of the pages, or `("all",)`; None for another word.

    Raises `RequestError` for a name that no section has.
    """
    if not word.lower().startswith(KEY):
        return None
    names = [name for name in word[len(KEY) :].lower().split(",") if name]
    if names == ["all"]:
        return ALL
    chosen = {_section(name, f"{example} {KEY}overview,questions") for name in names or [""]}
    return tuple(name for name in NAMES if name in chosen)


def _section(name: str, example: str) -> str:
    section = find_section(name)
    if section is None or section.name not in NAMES:
        raise unknown(name, _WORDS if nearest(name, _WORDS) else NAMES, example, "section")
    return section.name
