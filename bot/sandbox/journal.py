"""The journal: every message that was said, by its channel, each with a timestamp of its own."""

from collections.abc import Callable, Mapping
from secrets import token_hex

from bot.sandbox.feed import Feed
from bot.sandbox.state import Block, File, Message


class Journal:
    """What was said. `clock` dates it in seconds since 1970, and may be moved: timestamps only ever grow."""

    def __init__(self, feed: Feed, clock: Callable[[], float], files: Mapping[str, File]) -> None:
        self._feed = feed
        self._clock = clock
        self._files = files
        self._said: dict[str, list[Message]] = {}
        self._last_ts = 0

    def messages(self, channel_id: str) -> list[Message]:
        """What everybody sees in a channel, oldest first: no replies (unless broadcast), no ephemerals."""
        return [m for m in self._all(channel_id) if not m.only_for and (m.thread_ts is None or m.broadcast)]

    def thread(self, channel_id: str, ts: str) -> list[Message]:
        """The message `ts` and its replies, oldest first."""
        return [m for m in self._all(channel_id) if not m.only_for and ts in (m.ts, m.thread_ts)]

    def ephemerals(self, user_id: str, channel_id: str) -> list[Message]:
        """What only this person sees in a channel, oldest first."""
        return [m for m in self._all(channel_id) if m.only_for == user_id]

    def message(self, channel_id: str, ts: str) -> Message | None:
        """The message with this ts, an ephemeral or a reply included."""
        return next((m for m in self._all(channel_id) if m.ts == ts), None)

    def next_ts(self) -> str:
        """A new timestamp, unique and later than all before it: `1700000000.000100`."""
        with self._feed.lock:
            self._last_ts = max(int(self._clock() * 1_000_000), self._last_ts + 100)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def say(self, message: Message) -> Message:
        """Put a message into its channel, and tell the files that they are shared there."""
        with self._feed.lock:
            _name_blocks(message.blocks)
            self._said.setdefault(message.channel, []).append(message)
            for file_id in message.files:
                self._files[file_id].shares.append((message.channel, message.ts))
            self._feed.changed()
        return message

    def unsay(self, message: Message) -> None:
        """Take a message out of its channel."""
        with self._feed.lock:
            self._said[message.channel].remove(message)
            self._feed.changed()

    def rewrite(self, message: Message, text: str, blocks: list[Block]) -> None:
        """Change what a message says; it keeps its place."""
        with self._feed.lock:
            _name_blocks(blocks)
            message.text, message.blocks, message.edited = text, blocks, True
            self._feed.changed()

    def _all(self, channel_id: str) -> list[Message]:
        with self._feed.lock:
            return list(self._said.get(channel_id, ()))


def _name_blocks(blocks: list[Block]) -> None:
    # Slack gives every block an id, and actions come back with it.
    for block in blocks:
        block.setdefault("block_id", token_hex(3))
