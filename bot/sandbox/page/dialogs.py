"""What opens in front of the page: an enlarged picture, a question, the app's modal, a short notice."""

from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.screen import Screen
from bot.sandbox.page.shortcuts import step_dialogs
from bot.sandbox.page.views import modal


def dialogs(screen: Screen) -> tuple[Html, ...]:
    """All of them, closed until the page's script opens one."""
    picture = tag("img", {"alt": ""})
    shut = tag("button", {"type": "button", "class": "close", "aria-label": "Close"}, "✕")
    asked = (tag("h2", {"id": "confirm-title"}), tag("p"))
    answers = tag(
        "form",
        {"method": "dialog", "class": "modal-buttons"},
        tag("button", {"class": "button", "value": "no"}, "Cancel"),
        tag("button", {"class": "button primary", "value": "yes"}, "OK"),
    )
    return (
        tag("dialog", {"id": "lightbox", "aria-label": "Picture"}, shut, picture),
        tag("dialog", {"id": "confirm", "aria-labelledby": "confirm-title"}, *asked, answers),
        tag("dialog", {"id": "modal", "aria-labelledby": "modal-title"}, modal(screen)),
        *step_dialogs(screen),
        tag("div", {"id": "toast", "role": "status", "aria-live": "polite"}),
    )
