"""The choice of a project in a modal or on the Home tab: a menu, or one to type in when there are many."""

from bot.messages import block_kit as kit
from bot.messages.menus import ALL, FEW, project_options
from bot.messages.message import Block
from storage.records import Organization


def project_menu(action_id: str, org: Organization, chosen: str | None) -> Block:
    """A menu that begins with a project by its slug, or with all."""
    found = list(project_options(org, "", every=True))
    if len(found) <= FEW:
        return kit.menu(action_id, "Project", found, chosen or ALL)
    begun = next((each for each in found if each["value"] == (chosen or ALL)), None)
    return kit.search_menu(action_id, "Project", begun)


def matching(org: Organization, typed: str) -> list[Block]:
    """The options for what was typed into that menu."""
    return list(project_options(org, typed, every=True))[: kit.OPTIONS]
