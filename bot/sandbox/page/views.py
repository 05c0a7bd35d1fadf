"""What an app shows outside messages: its Home tab, and the modal in front of everything."""

from bot.sandbox.page.blocks import block_html
from bot.sandbox.page.inputs import as_chosen
from bot.sandbox.page.markup import Html, joined, tag
from bot.sandbox.page.screen import Screen
from bot.sandbox.page.texts import plain
from bot.sandbox.state import Block, View


def home(screen: Screen) -> Html:
    """The Home tab as the app published it for this person."""
    view = screen.workspace.home(screen.person.id)
    if view is None:
        return tag("p", {"class": "nothing"}, "This app has not published a Home tab for you yet.")
    return tag(
        "div", {"class": "home", "data-view": view.id, "data-version": view.hash}, _blocks(screen, view)
    )


def modal(screen: Screen) -> Html:
    """The topmost modal of this person, as a live region that is empty without one."""
    stack = screen.workspace.modals(screen.person.id)
    inside = _form(screen, stack[-1]) if stack else None
    return tag("div", {"id": "modal-view", "data-live": True}, inside)


def _form(screen: Screen, view: View) -> Html:
    problems = "".join(f"{key}={words};" for key, words in sorted(view.errors.items()))
    attributes = {"class": "modal-form", "data-view": view.id, "data-version": f"{view.hash}{problems}"}
    close = plain(view.payload.get("close")) or "Cancel"
    submit = plain(view.payload.get("submit"))
    buttons = tag(
        "div",
        {"class": "modal-buttons"},
        tag("button", {"type": "button", "class": "button", "data-close-view": True}, close),
        tag("button", {"type": "submit", "class": "button primary"}, submit) if submit else None,
    )
    title = tag("h2", {"id": "modal-title"}, plain(view.payload.get("title")))
    return tag("form", attributes, title, _blocks(screen, view), buttons)


def _blocks(screen: Screen, view: View) -> Html:
    blocks = as_chosen(view.blocks, view.inputs)
    shown = ((block_html(block, screen.reader), _problem(view, block)) for block in blocks)
    return joined(part for pair in shown for part in pair)


def _problem(view: View, block: Block) -> Html | None:
    words = view.errors.get(str(block.get("block_id")))
    return tag("p", {"class": "problem", "role": "alert"}, words) if words else None
