"""The left edge: the workspace, its channels, the app, and who is looking."""

from bot.sandbox.page.avatars import avatar
from bot.sandbox.page.markup import Html, tag
from bot.sandbox.page.screen import Screen
from bot.sandbox.state import Channel


def sidebar(screen: Screen) -> Html:
    """Everything at the left edge."""
    return tag(
        "nav",
        {"class": "sidebar", "id": "sidebar", "aria-label": "Workspace"},
        tag("div", {"class": "team"}, screen.workspace.team_name, tag("small", None, "on this machine")),
        places(screen),
        _switcher(screen),
    )


def places(screen: Screen) -> Html:
    """The channels and the app, each with its latest ts, by which the script finds unread ones."""
    mine = screen.workspace.visible_channels(screen.person.id)
    channels = (_place(screen, one) for one in mine if not one.is_im)
    apps = (_place(screen, one) for one in mine if one.is_im)
    return tag(
        "div",
        {"id": "places", "class": "places", "data-live": True},
        tag("h2", {"id": "channels-title"}, "Channels"),
        tag("ul", {"aria-labelledby": "channels-title"}, *channels),
        tag("h2", {"id": "apps-title"}, "Apps"),
        tag("ul", {"aria-labelledby": "apps-title"}, *apps),
    )


def _place(screen: Screen, channel: Channel) -> Html:
    attributes = {
        "href": screen.at(channel).address,
        "aria-current": "page" if channel == screen.channel else None,
        "data-place": channel.id,
        "data-latest": _latest(screen, channel),
    }
    if channel.is_im:
        bot = screen.workspace.bot
        inside = (
            avatar(bot.id, bot.real_name, is_bot=True),
            bot.real_name,
            tag("span", {"class": "badge"}, "APP"),
        )
        return tag("li", None, tag("a", attributes, *inside))
    sign = tag("span", {"class": "hash", "aria-hidden": "true"}, "🔒" if channel.is_private else "#")
    return tag("li", None, tag("a", attributes, sign, channel.name))


def _latest(screen: Screen, channel: Channel) -> str:
    mine = screen.workspace.ephemerals(screen.person.id, channel.id)
    return max((one.ts for one in [*screen.workspace.messages(channel.id), *mine]), key=float, default="0")


def _switcher(screen: Screen) -> Html:
    me = screen.person
    people = [user for user in screen.workspace.users.values() if not user.is_bot]
    links = (
        tag(
            "a",
            {"href": screen.seen_by(user).address, "aria-current": "true" if user == me else None},
            avatar(user.id, user.real_name),
            tag("span", None, user.real_name, tag("small", None, user.zone)),
        )
        for user in people
    )
    current = (
        avatar(me.id, me.real_name),
        tag("span", None, me.real_name, tag("small", None, "You · switch person")),
    )
    return tag(
        "details",
        {"class": "menu switcher"},
        tag("summary", None, *current),
        tag("div", {"class": "menu-list"}, *links),
    )
