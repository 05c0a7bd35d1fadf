"""The app's shortcuts on the page: beside the box to type in, under a message, and a workflow to run."""

from bot.sandbox.manifest import Parameter, Shortcut, Step
from bot.sandbox.page.markup import Attributes, Html, tag
from bot.sandbox.page.screen import Screen
from bot.sandbox.state import Message

CHANNEL = "slack#/types/channel_id"


def shortcut_menu(screen: Screen) -> Html | None:
    """What is started from anywhere: global shortcuts, and a workflow with a step of the app's."""
    app = screen.workspace.app
    entries = [_entry(each) for each in app.shortcuts if each.kind == "global"]
    entries += [_run(each) for each in app.steps]
    return _menu("⚡", "Shortcuts", "shortcut-menu", entries)


def message_menu(screen: Screen, message: Message) -> Html | None:
    """What can be done with a message that others see, too."""
    if message.only_for:
        return None
    entries = [_entry(each) for each in screen.workspace.app.shortcuts if each.kind == "message"]
    return _menu("⋮", "More actions", "message-menu", entries)


def step_dialogs(screen: Screen) -> list[Html]:
    """A form for each step, in the place of the workflow that would fill it in."""
    return [_form(screen, each) for each in screen.workspace.app.steps]


def _menu(sign: str, label: str, kind: str, entries: list[Html]) -> Html | None:
    if not entries:
        return None
    summary = tag("summary", {"aria-label": label, "title": label}, sign)
    return tag("details", {"class": f"menu {kind}"}, summary, tag("div", {"class": "menu-list"}, *entries))


def _entry(shortcut: Shortcut) -> Html:
    way = {"type": "button", "data-shortcut": shortcut.callback_id}
    return tag("button", way, shortcut.name, tag("small", None, shortcut.description))


def _run(step: Step) -> Html:
    way = {"type": "button", "data-step": f"step-{step.callback_id}"}
    return tag("button", way, f"Run workflow: {step.title}", tag("small", None, step.description))


def _form(screen: Screen, step: Step) -> Html:
    name = f"step-{step.callback_id}"
    fields = (_field(screen, each) for each in step.inputs)
    buttons = tag(
        "div",
        {"class": "modal-buttons"},
        tag("button", {"type": "button", "class": "button", "data-close-step": True}, "Cancel"),
        tag("button", {"type": "submit", "class": "button primary"}, "Run"),
    )
    hidden = {"type": "hidden", "name": "callback_id", "value": step.callback_id}
    title = tag("h2", {"id": f"{name}-title"}, f"Run workflow: {step.title}")
    form = tag("form", {"class": "modal-form step-form"}, title, tag("input", hidden), *fields, buttons)
    return tag("dialog", {"id": name, "class": "step", "aria-labelledby": f"{name}-title"}, form)


def _field(screen: Screen, parameter: Parameter) -> Html:
    optional = None if parameter.required else tag("small", None, " (optional)")
    inside: Attributes = {"name": f"in.{parameter.name}", "required": parameter.required}
    element = (
        _channels(screen, inside)
        if parameter.kind == CHANNEL
        else tag("input", {**inside, "class": "field", "type": "text", "autocomplete": "off"})
    )
    return tag(
        "label",
        {"class": "input"},
        tag("div", {"class": "input-label"}, parameter.title, optional),
        element,
        tag("small", None, parameter.description),
    )


def _channels(screen: Screen, inside: Attributes) -> Html:
    places = [each for each in screen.workspace.visible_channels(screen.person.id) if not each.is_im]
    options = (
        tag("option", {"value": each.id, "selected": each == screen.channel}, f"# {each.name}")
        for each in places
    )
    return tag("select", {**inside, "class": "select"}, *options)
