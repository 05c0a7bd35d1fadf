"""Messages one under the other: who, when, what, and what hangs on it."""

from collections.abc import Iterable, Iterator
from itertools import chain
from zlib import crc32

from bot.sandbox.page.avatars import avatar
from bot.sandbox.page.blocks import blocks_html
from bot.sandbox.page.dates import moment
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.files import shared_file
from bot.sandbox.page.inputs import as_chosen
from bot.sandbox.page.markup import Html, joined, tag
from bot.sandbox.page.mrkdwn import mrkdwn
from bot.sandbox.page.screen import Screen
from bot.sandbox.page.shortcuts import message_menu
from bot.sandbox.state import Message

_TOGETHER = 300.0  # seconds within which messages of one author stand under one name


def channel_messages(screen: Screen) -> Html:
    """What the person sees in the channel, oldest first, the days between."""
    shown = screen.workspace.messages(screen.channel.id)
    mine = screen.workspace.ephemerals(screen.person.id, screen.channel.id)
    return joined(_items(screen, chain(shown, (one for one in mine if one.thread_ts is None))))


def thread_messages(screen: Screen) -> Html:
    """The thread that is open: its parent and the replies."""
    ts = screen.thread or ""
    mine = screen.workspace.ephemerals(screen.person.id, screen.channel.id)
    replies = (one for one in mine if one.thread_ts == ts)
    return joined(_items(screen, chain(screen.workspace.thread(screen.channel.id, ts), replies)))


def _items(screen: Screen, messages: Iterable[Message]) -> Iterator[Html]:
    before: Message | None = None
    for message in sorted(messages, key=lambda one: float(one.ts)):
        day = moment(message.ts, screen.person.zone)
        if before is None or moment(before.ts, screen.person.zone).date() != day.date():
            yield _day(f"{day:%A}, {day:%B} {day.day}", f"{day:%Y-%m-%d}")
            before = None
        yield _item(screen, message, before is not None and _follows(before, message))
        before = message


def _day(words: str, key: str) -> Html:
    attributes = {"class": "day", "data-key": key, "data-version": key}
    return tag("li", attributes, tag("span", None, words))


def _follows(before: Message, message: Message) -> bool:
    near = float(message.ts) - float(before.ts) < _TOGETHER
    return near and (before.user, before.only_for) == (message.user, message.only_for)


def _item(screen: Screen, message: Message, follows: bool) -> Html:
    inside = joined([_beside(screen, message, follows), _body(screen, message, follows)])
    kinds = ("message", "follows" if follows else "", "private" if message.only_for else "")
    attributes = {
        "class": " ".join(kind for kind in kinds if kind),
        "data-key": message.ts,
        "data-ts": message.ts,
        "data-version": f"{crc32(inside.encode(errors='replace')):x}{'f' if follows else ''}",
    }
    return tag("li", attributes, inside)


def _beside(screen: Screen, message: Message, follows: bool) -> Html:
    if follows:
        return tag("div", {"class": "aside"}, _time(screen, message))
    is_bot = message.user == screen.workspace.bot.id
    return tag(
        "div", {"class": "aside"}, avatar(message.user, screen.reader.person(message.user), is_bot=is_bot)
    )


def _body(screen: Screen, message: Message, follows: bool) -> Html:
    files = (shared_file(screen.workspace.file(file_id)) for file_id in message.files)
    note = tag("div", {"class": "only-you"}, "Only visible to you") if message.only_for else None
    return tag(
        "div",
        {"class": "body"},
        note,
        None if follows else _head(screen, message),
        tag("div", {"class": "content"}, content(screen, message)),
        *files,
        _reactions(message),
        _thread_link(screen, message),
        message_menu(screen, message),
    )


def _head(screen: Screen, message: Message) -> Html:
    app = tag("span", {"class": "badge"}, "APP") if message.user == screen.workspace.bot.id else None
    name = tag("strong", {"class": "author"}, screen.reader.person(message.user))
    return tag("div", {"class": "head"}, name, app, _time(screen, message))


def _time(screen: Screen, message: Message) -> Html:
    when = moment(message.ts, screen.person.zone)
    return tag(
        "time", {"datetime": when.isoformat(), "title": f"{when:%Y-%m-%d %H:%M:%S %Z}"}, f"{when:%H:%M}"
    )


def content(screen: Screen, message: Message) -> Html:
    """What a message says: its blocks, or its plain text where it has none."""
    edited = tag("small", {"class": "edited"}, " (edited)") if message.edited else None
    if message.blocks:
        blocks = as_chosen(message.blocks, message.inputs)
        return joined([blocks_html(blocks, screen.reader), edited])
    return joined([mrkdwn(message.text, screen.reader), edited]) if message.text else Html("")


def _reactions(message: Message) -> Html | None:
    if not message.reactions:
        return None
    signs = (
        tag("span", {"class": "reaction"}, f"{emoji(f':{name}:')} {len(people)}")
        for name, people in message.reactions.items()
    )
    return tag("div", {"class": "reactions"}, *signs)


def _thread_link(screen: Screen, message: Message) -> Html | None:
    if message.only_for or (message.thread_ts and message.thread_ts != message.ts):
        return None
    count = len(screen.workspace.thread(screen.channel.id, message.ts)) - 1
    way = {"href": screen.beside(message.ts).address, "data-thread": message.ts}
    if count < 1:
        return tag("a", {**way, "class": "reply", "aria-label": "Reply in a thread"}, "Reply")
    return tag("a", {**way, "class": "replies"}, f"{count} {'reply' if count == 1 else 'replies'}")
