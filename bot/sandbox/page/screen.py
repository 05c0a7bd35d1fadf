"""What one person has open: a channel or the app's Home tab, and perhaps a thread beside it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bot.sandbox.page.reader import Reader
from bot.sandbox.state import Channel, User
from bot.sandbox.workspace import Workspace

SLACKBOT = {"USLACKBOT": "Slackbot"}


@dataclass(frozen=True)
class Screen:
    """A person in front of a channel, with a thread open (its ts) or the app's Home tab."""

    workspace: Workspace
    person: User
    channel: Channel
    thread: str | None = None
    home: bool = False

    @property
    def reader(self) -> Reader:
        """What this person knows of the workspace."""
        people = {user.id: user.real_name or user.name for user in self.workspace.users.values()}
        places = self.workspace.visible_channels(self.person.id)
        known = {channel.id: channel.name for channel in places if not channel.is_im}
        return Reader(people | SLACKBOT, known, self.person.zone, self.person.id)

    @property
    def title(self) -> str:
        """What is open, as its heading says it."""
        return self.workspace.bot.real_name if self.channel.is_im else f"#{self.channel.name}"

    @property
    def has_bot(self) -> bool:
        """Whether the app can be spoken to here."""
        return self.workspace.bot.id in self.channel.members

    @property
    def address(self) -> str:
        """Where the page shows this."""
        words = {"as": self.person.id} | ({"thread": self.thread} if self.thread else {})
        return f"/c/{self.channel.id}{'/home' if self.home else ''}?{urlencode(words)}"

    def at(self, channel: Channel) -> "Screen":
        """The same person in front of another channel."""
        return Screen(self.workspace, self.person, channel)

    def beside(self, thread: str | None) -> "Screen":
        """The same channel with another thread open, or with none."""
        return replace(self, thread=thread, home=False)

    def seen_by(self, person: User) -> "Screen":
        """Another person in front of the same channel, or of their own direct message in place of mine."""
        places = self.workspace.visible_channels(person.id)
        here = self.workspace.direct_message(person.id) if self.channel.is_im else self.channel
        return Screen(self.workspace, person, here if here in places else places[0])
