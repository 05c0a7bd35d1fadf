"""What the sandbox workspace holds: people, channels, messages, files and views."""

from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class User:
    """A member of the workspace; `is_bot` for the app's own user. `zone` is an IANA time zone name.

    `guest` has a seat in some channels only; `team` is their own Slack team, if that is another one.
    """

    id: str
    name: str
    real_name: str
    is_bot: bool = False
    zone: str = "America/New_York"
    guest: bool = False
    deleted: bool = False
    team: str | None = None


@dataclass
class Channel:
    """A channel or, with `is_im`, the direct message between one person and the bot."""

    id: str
    name: str
    members: set[str]  # user ids, the bot's own included where it was invited
    is_im: bool = False
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False  # with people of another organisation


@dataclass
class File:
    """An uploaded file. Slack scans it first: until `scanned_at` no block may name it."""

    id: str
    name: str
    title: str
    size: int
    alt_txt: str
    user: str
    content: bytes
    completed: bool = False
    scanned_at: float = 0.0
    created: float = 0.0
    deleted: bool = False
    shares: list[tuple[str, str]] = field(default_factory=list)  # (channel id, ts)


@dataclass
class Message:
    """A message in a channel. `thread_ts` is its parent's; `only_for` is who alone sees an ephemeral."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    files: list[str] = field(default_factory=list)  # file ids
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    only_for: str | None = None
    edited: bool = False
    broadcast: bool = False  # a reply that is shown in the channel too
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)  # by block_id, action_id
    reactions: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class View:
    """A modal or a Home tab of one person. `parent` is the view under it on the stack of modals."""

    id: str
    user: str
    payload: dict[str, Any]  # as the app sent it: type, title, blocks, …
    hash: str
    parent: str | None = None
    errors: dict[str, str] = field(default_factory=dict)  # block_id -> what the app found wrong on submit
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Block]:
        """The blocks as the app sent them, each with a block_id."""
        return list(self.payload.get("blocks", []))


@dataclass
class Execution:
    """One run of a workflow's step. `state` is running, completed or failed."""

    id: str
    callback_id: str
    user: str  # whose workflow it is
    inputs: dict[str, Any]
    state: str = "running"
    outputs: dict[str, Any] = field(default_factory=dict)
    error: str = ""


Where = Message | View  # what a person can click in


@dataclass(frozen=True)
class Answer:
    """What became of a person's act: `error` in Slack's words (`operation_timeout`), if any, and the ack."""

    error: str | None = None
    ack: dict[str, Any] | None = None
    message: Message | None = None  # what appeared at once: the typed message, or the ack's reply

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged in time."""
        return self.error is None
