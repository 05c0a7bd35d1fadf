"""How each word of a request is read, and what is said about one that is not (DOMAIN 6.1 and 6.3)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reports import export, ranges
from reports.errors import RequestError, nearest, quoted, suggestion
from reports.period import STEPS, Step
from reports.ranges import parse_range
from reports.section import Section
from reports.sections import SECTIONS, section_named

if TYPE_CHECKING:
    from reports.request import Request

EXPORTS = tuple(each.key for each in export.EXPORTS)
VISIBILITIES = ("public", "private")
HELP = "help"  # no report, but a first word that people may misspell
_RANGE_LIKE = re.compile(r"(last|this|next|past|prev|yester|to-?day|ytd|q\d|\d)", re.IGNORECASE)

Read = tuple[str, "Request"]  # what a word sets, and the request with it set


def looks_like_section(word: str) -> bool:
    """Whether a first word was meant as a section, rather than as a range or `key:value`."""
    return ":" not in word and not _RANGE_LIKE.match(word)


def read(request: "Request", word: str) -> Read | None:
    """What a word means for the request's section; None if it means nothing there."""
    lowered = word.lower().replace("_", "-")
    section = section_named(request.section)
    key, colon, value = word.partition(":")
    if colon:
        reader = _KEYED.get(key.lower())
        return reader(request, section, value) if reader else None
    if found := parse_range(lowered):
        return "range", replace(request, range=found)
    if lowered in STEPS and section.steps:
        return "step", replace(request, step=Step(lowered))
    if lowered in section.views:
        return "view", replace(request, view=lowered)
    if lowered in VISIBILITIES:
        return "visibility", replace(request, visibility=lowered)
    return None


def _project(request: "Request", _section: Section, value: str) -> Read | None:
    slug = value.lower() if value.lower() == "all" else value
    return ("project", replace(request, project=slug)) if value else None


def _by(request: "Request", section: Section, value: str) -> Read | None:
    name = value.lower().replace("_", "-")
    return ("breakdown", replace(request, by=name)) if name and section.breakdown(name) else None


def _versus(request: "Request", _section: Section, value: str) -> Read | None:
    return ("comparison", replace(request, compare=False)) if value.lower() == "none" else None


def _exports(request: "Request", section: Section, value: str) -> Read | None:
    chosen = {name for name in value.lower().split(",") if name}
    if not section.exports or not chosen:
        return None
    if chosen == {"all"}:
        return "list of sections", replace(request, exports=("all",))
    if chosen - set(EXPORTS):
        return None
    return "list of sections", replace(request, exports=tuple(name for name in EXPORTS if name in chosen))


_KEYED: dict[str, Callable[["Request", Section, str], Read | None]] = {
    "project": _project,
    "by": _by,
    "vs": _versus,
    "sections": _exports,
}


def unknown_section(word: str) -> RequestError:
    """The sentence for a first word that is no section."""
    names = [known for section in SECTIONS for known in section.words] + [HELP]
    ask, close = suggestion(word, names if nearest(word, names) else [s.name for s in SECTIONS])
    example = close if close == HELP else f"{close} last-30d"
    return RequestError(f"I don't know the section {quoted(word)}. {ask} Example: `/usage {example}`")


def unknown(request: "Request", word: str) -> RequestError:
    """The sentence for a word that fits nowhere: as a range if it looks like one, else among all words."""
    if not looks_like_section(word) and ":" not in word:
        ask, _ = suggestion(word, ranges.SUGGESTIONS)
        return RequestError(
            f"I don't understand the range {quoted(word)}. {ask} Example: `/usage questions last-30d`"
        )
    ask, _ = suggestion(word, list(_words(section_named(request.section), word)))
    return RequestError(
        f"I don't understand {quoted(word)}. {ask} Example: `/usage questions last-30d by:category`"
    )


def _words(section: Section, word: str) -> Iterator[str]:
    """The words that the section would have taken, those with the same key alone if there are any."""
    words = (
        *(f"by:{breakdown.name}" for breakdown in section.breakdowns),
        *(STEPS if section.steps else ()),
        *section.views,
        *VISIBILITIES,
        *(f"sections:{name}" for name in (("all", *EXPORTS) if section.exports else ())),
        "project:all",
        "vs:none",
        ranges.DEFAULT,
    )
    key = word.lower().partition(":")[0] + ":"
    same = tuple(known for known in words if ":" in word and known.startswith(key))
    yield from same or words
