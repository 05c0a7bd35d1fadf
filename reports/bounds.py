"""What a channel is bound to: which sections and projects may be asked for there, said so if not."""

from reports.errors import RequestError, listed
from reports.section import Section
from storage.records import Organization

ELSEWHERE = "For more, ask in our direct message."
CREDITS_ALONE = "The contract is the whole organisation's, so this channel leaves it out."


def check_section(section: Section, org: Organization) -> None:
    """Raise `RequestError` for a section that may not be shown here.

    An export is let through, for its file holds only what the bounds allow.
    """
    bounds = org.bounds
    if not section.exports and not bounds.shows(section.name):
        raise out_of_bounds(org)
    if bounds.projects and section.name == "contract":
        raise RequestError(f"{CREDITS_ALONE} {ELSEWHERE} Example: `/usage credits last-30d`")


def out_of_bounds(org: Organization) -> RequestError:
    """The sentence for a section that is left out here."""
    sections = list(org.bounds.sections)
    example = f"Example: `/usage {sections[0]} last-30d`"
    return RequestError(f"This channel shows {listed(sections)} only. {ELSEWHERE} {example}")


def project_word(asked: str | None, default: str | None, org: Organization) -> str:
    """The slug that is meant, or "all": what was asked for, else the channel's own choice.

    In a channel bound to one project, all projects are that one. Raises `RequestError` for another one, and
    where one of several has to be picked.
    """
    bound = org.bounds.projects
    if not bound:
        return asked or default or "all"
    wanted = asked or (default if default in bound else None) or "all"
    example = f"Example: `/usage questions last-30d project:{bound[0]}`"
    if wanted == "all":
        if len(bound) > 1:
            raise RequestError(f"This channel shows one project at a time: {listed(list(bound))}. {example}")
        return bound[0]
    if same_slug(wanted) not in {same_slug(slug) for slug in bound}:
        raise RequestError(f"This channel shows {listed(list(bound))} only. {ELSEWHERE} {example}")
    return wanted


def contract_shown(org: Organization) -> bool:
    """Whether the contract and other numbers of the whole organisation may be shown."""
    pages = ("contract", "credits")
    return not org.bounds.projects and any(org.bounds.shows(page) for page in pages)


def same_slug(slug: str) -> str:
    """A slug as it is compared: people write `_` and capitals."""
    return slug.casefold().replace("_", "-")
