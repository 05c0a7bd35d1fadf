"""The page as a whole, and its parts that change while somebody looks."""

from bot.sandbox.page.completion import EXAMPLES
from bot.sandbox.page.composer import composer
from bot.sandbox.page.dialogs import dialogs
from bot.sandbox.page.markup import Attributes, Html, joined, tag
from bot.sandbox.page.messages import channel_messages, thread_messages
from bot.sandbox.page.screen import Screen
from bot.sandbox.page.sidebar import places, sidebar
from bot.sandbox.page.views import home, modal

_FOOTER = (
    "A local sandbox on this machine (loopback only). This is not Slack: nothing here leaves your computer."
)


def document(screen: Screen, version: int) -> Html:
    """The whole page; `version` is the change it is as of."""
    head = tag(
        "head",
        None,
        tag("meta", {"charset": "utf-8"}),
        tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        tag("meta", {"name": "color-scheme", "content": "light dark"}),
        tag("title", None, f"{screen.title} · {screen.workspace.team_name} sandbox"),
        tag("link", {"rel": "icon", "href": "/page/static/icon.svg"}),
        tag("link", {"rel": "stylesheet", "href": "/page/static/style.css"}),
        tag("script", {"type": "module", "src": "/page/static/page.js"}),
    )
    return joined([Html("<!doctype html>\n"), tag("html", {"lang": "en"}, head, _body(screen, version))])


def changing(screen: Screen) -> Html:
    """The parts that change, to be put in the place of the same parts of a page that is open."""
    thread = _thread_list(screen) if screen.thread else None
    return joined([places(screen), _main_list(screen), thread, modal(screen)])


def _body(screen: Screen, version: int) -> Html:
    attributes: Attributes = {
        "data-version": str(version),
        "data-person": screen.person.id,
        "data-channel": screen.channel.id,
        "data-thread": screen.thread,
        "data-home": screen.home,
        "class": "with-thread" if screen.thread else None,
    }
    return tag(
        "body",
        attributes,
        tag("a", {"href": "#composer", "class": "skip"}, "Skip to the message box"),
        sidebar(screen),
        _main(screen),
        _thread(screen) if screen.thread else None,
        tag("footer", {"class": "foot"}, _FOOTER),
        *dialogs(screen),
    )


def _main(screen: Screen) -> Html:
    return tag(
        "main",
        {"class": "main", "aria-labelledby": "title"},
        _header(screen),
        tag("div", {"class": "scroll", "id": "scroll", "tabindex": "-1"}, _main_list(screen)),
        None if screen.home else composer(screen, None),
    )


def _header(screen: Screen) -> Html:
    app = tag("span", {"class": "badge"}, "APP") if screen.channel.is_im else None
    about = (
        "Direct message with the app" if screen.channel.is_im else f"{len(screen.channel.members)} members"
    )
    menu = tag("a", {"href": "#sidebar", "class": "to-sidebar", "aria-label": "Channels"}, "☰")
    title = tag("h1", {"id": "title"}, screen.title, app)
    tabs = _tabs(screen) if screen.channel.is_im and screen.workspace.app.home_tab else None
    return tag("header", {"class": "top"}, menu, title, tag("span", {"class": "about"}, about), tabs)


def _tabs(screen: Screen) -> Html:
    messages = screen.at(screen.channel)
    address = messages.address.replace("?", "/home?", 1)
    return tag(
        "nav",
        {"class": "tabs", "aria-label": "App"},
        tag("a", {"href": address, "aria-current": "page" if screen.home else None}, "Home"),
        tag("a", {"href": messages.address, "aria-current": None if screen.home else "page"}, "Messages"),
    )


def _main_list(screen: Screen) -> Html:
    if screen.home:
        return tag("div", {"id": "home", "data-live": True}, home(screen))
    attributes: Attributes = {"id": "messages", "class": "messages", "data-live": True, "role": "log"}
    items = tag("ol", {"data-list": True}, channel_messages(screen))
    return tag(
        "div",
        {**attributes, "aria-live": "polite", "aria-label": f"Messages in {screen.title}"},
        _start(screen),
        items,
    )


def _start(screen: Screen) -> Html:
    command = next((one.name for one in screen.workspace.app.commands), "")
    example = tag("code", None, f"{command} {EXAMPLES[0][0]}")
    hint = joined(["Type ", example, " below, or ", tag("code", None, "/"), " to see what else you can ask."])
    if not screen.has_bot:
        invite = f"/invite @{screen.workspace.bot.name}"
        hint = joined(["The app is not in this channel. To let it in, type ", tag("code", None, invite), "."])
    return tag(
        "div",
        {"class": "start"},
        tag("strong", None, f"This is the beginning of {screen.title}"),
        tag("p", None, hint),
    )


def _thread(screen: Screen) -> Html:
    close = {"href": screen.beside(None).address, "class": "close", "aria-label": "Close the thread"}
    return tag(
        "aside",
        {"class": "thread", "aria-labelledby": "thread-title"},
        tag("header", {"class": "top"}, tag("h2", {"id": "thread-title"}, "Thread"), tag("a", close, "✕")),
        tag("div", {"class": "scroll", "tabindex": "-1"}, _thread_list(screen)),
        composer(screen, screen.thread),
    )


def _thread_list(screen: Screen) -> Html:
    attributes: Attributes = {
        "id": "replies",
        "class": "messages",
        "data-live": True,
        "role": "log",
        "aria-live": "polite",
    }
    items = tag("ol", {"data-list": True}, thread_messages(screen))
    return tag("div", {**attributes, "aria-label": "Replies"}, items)
