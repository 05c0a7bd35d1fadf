"""The sandbox workspace itself: who and what is in it, what was said, and what a person may do in it.

`lock` guards everything; take it to read several things as of one moment. Nothing here knows HTTP.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from bot.sandbox import person, places
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.feed import Feed
from bot.sandbox.journal import Journal
from bot.sandbox.manifest import read_manifest
from bot.sandbox.passes import ResponseUrls, Triggers
from bot.sandbox.rates import Rates
from bot.sandbox.sockets import Sockets
from bot.sandbox.state import Answer, Block, Channel, Execution, File, Message, User, View, Where
from bot.sandbox.timing import Timing


@dataclass(frozen=True)
class Call:
    """A Web API call as it came in, without its token, and the answer (empty when the reply was lost)."""

    method: str
    arguments: Mapping[str, Any]
    response: Mapping[str, Any]


class Workspace:
    """A Slack workspace with one app installed, thread-safe.

    `clock` dates what is said, in seconds since 1970, and may stand still or be moved. How long things
    take (scans, triggers, rates) is told by `ticks`, which only ever runs on.
    """

    team_id = "T0SANDBOX"
    team_name = "Sandbox"
    app_id = "A0USAGE"
    bot_id = "B0USAGE"

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        clock: Callable[[], float] = time.time,
        ticks: Callable[[], float] = time.monotonic,
        timing: Timing = Timing(),  # noqa: B008 - frozen
    ) -> None:
        self.app = read_manifest(manifest)
        self.clock = clock
        self.ticks = ticks
        self.timing = timing
        self.url = ""  # its address without a slash at the end, once it is served
        self.bot_token = f"xoxb-{token_hex(16)}"
        self.app_token = f"xapp-1-{self.app_id}-{token_hex(16)}"
        self.workflow_token = f"xwfp-{token_hex(16)}"  # what a workflow's step calls with
        self.feed = Feed()
        self.lock, self.changed = self.feed.lock, self.feed.changed
        self.wait_for, self.wait_for_change = self.feed.wait_for, self.feed.wait_for_change
        self.bot = User("U0USAGEBOT", "usage", self.app.display_name, is_bot=True, zone="UTC")
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.groups: dict[str, set[str]] = {}  # user groups by id: the ids of their members
        self.channels: dict[str, Channel] = {place.id: place for place in places.channels(self.bot)}
        self.files: dict[str, File] = {}
        self.uploads: dict[str, str] = {}  # where bytes are awaited -> file id
        self.views: dict[str, View] = {}
        self.executions: dict[str, Execution] = {}  # steps of workflows, by the id of their run
        self.offered: dict[str, Block] = {}  # options that the app suggested, by value
        self.calls: list[Call] = []
        self.faults = Faults()
        self.rates = Rates(ticks, timing.posts_at_once)
        self.sockets = Sockets()
        self.events = Events(self.sockets, timing)
        self.triggers = Triggers(ticks, timing.trigger)
        self.response_urls = ResponseUrls(ticks, timing.response_url)
        self.journal = Journal(self.feed, clock, self.files)
        self.messages, self.thread = self.journal.messages, self.journal.thread
        self.message, self.ephemerals = self.journal.message, self.journal.ephemerals
        self.say, self.unsay, self.rewrite = self.journal.say, self.journal.unsay, self.journal.rewrite
        self.next_ts = self.journal.next_ts
        self._ids = 0
        for member in places.PEOPLE:
            self.add_person(member)

    @property
    def version(self) -> int:
        """Counts the changes; a page shows the workspace as of one of them."""
        return self.feed.version

    # --- who and where

    def add_person(self, member: User) -> None:
        """Let a person in, with a direct message to the bot and a seat in every public channel."""
        with self.lock:
            self.users[member.id] = member
            direct = places.direct_message(member, self.bot)
            self.channels[direct.id] = direct
            for channel in self.channels.values():
                if not channel.is_private:
                    channel.members.add(member.id)
            self.changed()

    def direct_message(self, user_id: str) -> Channel:
        """The direct message between a person and the bot. Raises KeyError for strangers."""
        return next(c for c in self.channels.values() if c.is_im and user_id in c.members)

    def invite_bot(self, channel_id: str) -> None:
        """Type `/invite` for the bot in a channel."""
        with self.lock:
            self.channels[channel_id].members.add(self.bot.id)
            self.changed()

    def visible_channels(self, user_id: str) -> list[Channel]:
        """The channels a person sees, direct messages last."""
        with self.lock:
            mine = [c for c in self.channels.values() if user_id in c.members]
        return sorted(mine, key=lambda channel: channel.is_im)

    # --- what there is to see

    def file(self, file_id: str) -> File | None:
        """The file with this id, unless it was deleted."""
        with self.lock:
            found = self.files.get(file_id)
        return found if found and not found.deleted else None

    def scanned(self, file: File) -> bool:
        """Whether Slack is done with a file, so that blocks may name it."""
        return file.completed and not file.deleted and self.ticks() >= file.scanned_at

    def home(self, user_id: str) -> View | None:
        """The Home tab that the app published for a person."""
        with self.lock:
            mine = [v for v in self.views.values() if v.user == user_id and v.payload["type"] == "home"]
        return mine[-1] if mine else None

    def modals(self, user_id: str) -> list[View]:
        """The stack of modals open before a person, the topmost last."""
        with self.lock:
            return [v for v in self.views.values() if v.user == user_id and v.payload["type"] == "modal"]

    def root_view(self, view: View) -> View:
        """The view at the bottom of this one's stack."""
        while view.parent and view.parent in self.views:
            view = self.views[view.parent]
        return view

    def next_id(self, letter: str) -> str:
        """A new id as Slack writes them: `F00000001A`."""
        with self.lock:
            self._ids += 1
            return f"{letter}{self._ids:09X}"

    # --- what a person does

    def type(self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> Answer:
        """Send what a person typed: a slash command goes to the app, anything else becomes a message.

        Waits for the app's acknowledgement (three seconds, then `operation_timeout` is shown to the person).
        """
        return person.type_text(self, user_id, channel_id, text, thread_ts)

    def click(self, user_id: str, where: Where, action_id: str, block_id: str | None = None) -> Answer:
        """Press a button in a message or view; waits for the acknowledgement."""
        return person.act(self, user_id, where, person.Choice(action_id, block_id))

    def choose(
        self, user_id: str, where: Where, action_id: str, *chosen: str, block_id: str | None = None
    ) -> Answer:
        """Choose in a menu, picker or input: option values, a date, an id, or text.

        In an input block that does not dispatch, the choice is only kept for `submit`.
        """
        return person.act(self, user_id, where, person.Choice(action_id, block_id, chosen))

    def suggest(self, user_id: str, where: Where, action_id: str, typed: str) -> list[Block]:
        """The options that the app offers for what was typed into an external select."""
        return person.suggest(self, user_id, where, person.Choice(action_id, None, (typed,)))

    def submit(self, user_id: str, view: View) -> Answer:
        """Press a modal's submit button; errors that the app finds are left in `view.errors`."""
        return person.submit(self, user_id, view)

    def close(self, user_id: str, view: View) -> Answer:
        """Close the topmost modal."""
        return person.close(self, user_id, view)

    def open_home(self, user_id: str, tab: str = "home") -> Answer:
        """Open the app's Home tab, or its messages."""
        return person.open_home(self, user_id, tab)

    def shortcut(self, user_id: str, callback_id: str, message: Message | None = None) -> Answer:
        """Run a global shortcut, or a message shortcut on `message`."""
        return person.shortcut(self, user_id, callback_id, message)

    def run_step(self, user_id: str, callback_id: str, inputs: Mapping[str, Any]) -> Execution:
        """Run a workflow with one step of the app's; its end is written on the execution when it comes.

        Raises LookupError for a step that the manifest does not have, ValueError for inputs that it refuses.
        """
        return person.run_step(self, user_id, callback_id, inputs)

    # --- trouble

    def disconnect(self) -> None:
        """Send every Socket Mode connection away, as Slack does to refresh them."""
        self.sockets.disconnect()
