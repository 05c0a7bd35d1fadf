"""What a channel is set to, in words: `project=payments-api visibility=private sections=questions,users`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reports.errors import suggestion
from reports.sections import SECTIONS, find_section
from storage.channels import ChannelSetting
from storage.errors import StoreError
from storage.records import Organization
from storage.vocabulary import VISIBILITIES

UNSET = ("", "none", "all")
YES, NO = ("yes", "on", "true"), ("no", "off", "false", "none", "")
NAMES = ("project", "visibility", "projects", "sections", "shared")
EXAMPLE = "usagebot org channel C0123456789 projects=payments-api visibility=private"


def changed(setting: ChannelSetting, words: Iterable[str], org: Organization) -> ChannelSetting:
    """The setting with each `name=value` done to it, "none" clearing one.

    Raises `StoreError` for a word that cannot be used, with the nearest valid one and an example.
    """
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in NAMES:
            ask, _ = suggestion(name, NAMES)
            raise StoreError(f'I don\'t understand "{word}". {ask} Example: {EXAMPLE}')
        setting = _READ[name](setting, value.strip().lower(), org)
    _check_project(setting, org)
    return setting


def said(setting: ChannelSetting, org: Organization) -> Iterator[tuple[str, str]]:
    """Each thing that a channel is set to, as name and value; not what it leaves to the organisation."""
    project = next((project.slug for project in org.projects if project.id == setting.project_id), None)
    values = (
        project,
        setting.visibility,
        ",".join(setting.bound_projects or ()),
        ",".join(setting.bound_sections or ()),
        "yes" if setting.shared else None,
    )
    for name, value in zip(NAMES, values, strict=True):
        if value:
            yield name, value


def _project(setting: ChannelSetting, value: str, org: Organization) -> ChannelSetting:
    if value in UNSET:
        return replace(setting, project_id=None)
    slug = _known_project(value, org)
    return replace(setting, project_id=next(project.id for project in org.projects if project.slug == slug))


def _visibility(setting: ChannelSetting, value: str, _org: Organization) -> ChannelSetting:
    if value in UNSET:
        return replace(setting, visibility=None)
    if value not in VISIBILITIES:
        raise StoreError(f'A channel is public or private; I don\'t understand "{value}". Example: {EXAMPLE}')
    return replace(setting, visibility=value)


def _projects(setting: ChannelSetting, value: str, org: Organization) -> ChannelSetting:
    slugs = tuple(_known_project(slug, org) for slug in _listed(value))
    return replace(setting, bound_projects=slugs or None)


def _sections(setting: ChannelSetting, value: str, _org: Organization) -> ChannelSetting:
    return replace(setting, bound_sections=tuple(_known_section(word) for word in _listed(value)) or None)


def _shared(setting: ChannelSetting, value: str, _org: Organization) -> ChannelSetting:
    if value not in (*YES, *NO):
        raise StoreError(f'Shared is yes or no; I don\'t understand "{value}". Example: shared=yes')
    return replace(setting, shared=value in YES)


_READ: dict[str, Callable[[ChannelSetting, str, Organization], ChannelSetting]] = {
    "project": _project,
    "visibility": _visibility,
    "projects": _projects,
    "sections": _sections,
    "shared": _shared,
}


def _listed(value: str) -> list[str]:
    words = [word.strip() for word in value.split(",")]
    return [] if value in UNSET else list(dict.fromkeys(word for word in words if word))


def _known_project(slug: str, org: Organization) -> str:
    slugs = [project.slug for project in org.projects]
    if slug in slugs:
        return slug
    ask, example = suggestion(slug, slugs)
    raise StoreError(f'There is no project "{slug}". {ask} Example: projects={example}')


def _known_section(word: str) -> str:
    """A section by any of its words; an export needs no leave, as it holds only what is shown."""
    section = find_section(word)
    if section and not section.exports:
        return section.name
    ask, example = suggestion(word, [each.name for each in SECTIONS if not each.exports])
    raise StoreError(f'There is no section "{word}" to show. {ask} Example: sections={example}')


def _check_project(setting: ChannelSetting, org: Organization) -> None:
    """A channel's own project must be one that it shows."""
    own = dict(said(setting, org)).get("project")
    bound = setting.bound_projects
    if own and bound and own not in bound:
        raise StoreError(
            f"The channel shows {', '.join(bound)} only, so {own} cannot be its own project. "
            f"Example: projects={own},{bound[0]} project={own}"
        )
