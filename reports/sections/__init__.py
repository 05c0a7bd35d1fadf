"""The sections, one file each: a file here with a `SECTION` is in help, commands, overview and tests."""

from importlib import import_module
from pkgutil import iter_modules

from reports.section import Section


def _found() -> tuple[Section, ...]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return tuple(sorted((module.SECTION for module in modules), key=lambda section: section.rank))


SECTIONS: tuple[Section, ...] = _found()
_BY_NAME = {section.name: section for section in SECTIONS}


def find_section(word: str) -> Section | None:
    """The section that people mean by a word, if there is one."""
    lowered = word.lower().replace("_", "-")
    return next((section for section in SECTIONS if lowered in section.words), None)


def section_named(name: str) -> Section:
    """The section of a request."""
    return _BY_NAME[name]
